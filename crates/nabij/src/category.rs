//! Kinds of facility.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};

use crate::error::CategoryError;

/// The name of a kind of facility: small ASCII letters, digits and underscores.
///
/// ```
/// use nabij::Category;
/// assert_eq!(Category::new("pharmacy")?, Category::PHARMACY);
/// assert!(Category::new("Apotheek!").is_err());
/// # Ok::<(), nabij::CategoryError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Category(Cow<'static, str>);

impl Category {
    /// A supermarket.
    pub const SUPERMARKET: Category = Category(Cow::Borrowed("supermarket"));
    /// A dispensing pharmacy (apotheek, not a drogist).
    pub const PHARMACY: Category = Category(Cow::Borrowed("pharmacy"));
    /// A stop of public transport.
    pub const PUBLIC_TRANSPORT: Category = Category(Cow::Borrowed("public_transport"));
    /// A room where residents of a complex meet.
    pub const MEETING_ROOM: Category = Category(Cow::Borrowed("meeting_room"));
    /// A bench: where walkers who must rest can sit down.
    pub const BENCH: Category = Category(Cow::Borrowed("bench"));

    /// A category of this name.
    ///
    /// # Errors
    /// [`CategoryError`] when the name is empty or holds anything but `a–z`, `0–9` and `_`.
    pub fn new(name: impl Into<String>) -> Result<Self, CategoryError> {
        let name = name.into();
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        if !name.is_empty() && name.bytes().all(fits) {
            Ok(Category(Cow::Owned(name)))
        } else {
            Err(CategoryError { name })
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Category {
    type Error = CategoryError;

    fn try_from(name: String) -> Result<Self, CategoryError> {
        Category::new(name)
    }
}

impl From<Category> for String {
    fn from(category: Category) -> Self {
        category.0.into_owned()
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
