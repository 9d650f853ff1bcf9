//! Who walks: which edges and nodes a walker can use.

use std::borrow::Cow;

use crate::attributes::{EdgeAttributes, NodeAttributes};

/// Whether a walker can use something. Unknown passes in the base walkable network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pass {
    /// Certainly.
    Yes,
    /// Certainly not.
    No,
    /// It depends on what is not known.
    Unknown,
}

/// A kind of walker. Speed is no part of it: it never changes a verdict.
///
/// ```
/// use nabij::{EdgeAttributes, Pass, Profile};
/// let stairs = EdgeAttributes { steps: Some(true), ..Default::default() };
/// assert_ne!(Profile::ADULT.edge(&stairs), Pass::No);
/// assert_eq!(Profile::ADULT.without_steps("step_free").edge(&stairs), Pass::No);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    name: Cow<'static, str>,
    steps: bool,
}

impl Profile {
    /// Somebody who can use everything that is open to walkers. The base walkable network is theirs.
    pub const ADULT: Profile = Profile {
        name: Cow::Borrowed("adult"),
        steps: true,
    };

    /// The same walker, but unable to take stairs and escalators.
    pub fn without_steps(self, name: impl Into<String>) -> Self {
        Profile {
            name: Cow::Owned(name.into()),
            steps: false,
        }
    }

    /// The name that rows carry.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether this walker can use an edge.
    pub fn edge(&self, attributes: &EdgeAttributes) -> Pass {
        let stairs = [attributes.steps, attributes.escalator];
        if !self.steps && stairs.contains(&Some(true)) {
            Pass::No
        } else if attributes.access.is_none() {
            Pass::Unknown
        } else {
            Pass::Yes
        }
    }

    /// Whether this walker can pass a node.
    pub fn node(&self, attributes: &NodeAttributes) -> Pass {
        match (attributes.blocked, &attributes.barrier) {
            (Some(true), _) => Pass::No,
            (None, Some(_)) => Pass::Unknown,
            _ => Pass::Yes,
        }
    }

    /// Whether this walker can use an edge when everything unknown turns out well.
    pub(crate) fn uses(&self, attributes: &EdgeAttributes) -> bool {
        self.edge(attributes) != Pass::No
    }
}
