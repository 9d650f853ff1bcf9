//! What goes to others as bytes, and is looked at when it is read.

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    error::JobError,
    framed::{Broken, Framed},
};

/// Of everything that is sent: who sends and who reads is of one version.
const VERSION: u32 = 3;

/// A kind of thing that is sent.
pub(super) trait Sent: Serialize + DeserializeOwned {
    /// What its bytes start with.
    const MARK: &'static [u8; 8];
    /// What it is called.
    const NAME: &'static str;

    /// It as bytes, the same for the same thing.
    fn to_bytes(&self) -> Result<Vec<u8>, JobError> {
        let bytes = postcard::to_extend(self, vec![0; Framed::HEAD]);
        let bytes = bytes.map_err(|error| wrong::<Self>(error.to_string()))?;
        Ok(framed::<Self>().close(bytes))
    }

    /// The thing of these bytes.
    fn from_bytes(bytes: &[u8]) -> Result<Self, JobError> {
        let broken = |broken| match broken {
            Broken::Mark => {
                wrong::<Self>(format!("these bytes are no {} that nabij made", Self::NAME))
            }
            Broken::Version(version) => wrong::<Self>(format!(
                "it is of version {version}, and this nabij reads version {VERSION}: use one \
                 version everywhere",
            )),
            Broken::Sum => wrong::<Self>("it is damaged or cut off: send it again".to_owned()),
        };
        let body = framed::<Self>().open(bytes).map_err(broken)?;
        postcard::from_bytes(body).map_err(|error| wrong::<Self>(error.to_string()))
    }
}

fn framed<T: Sent>() -> Framed {
    Framed {
        mark: T::MARK,
        version: VERSION,
    }
}

/// What is wrong with something that was sent.
pub(super) fn wrong<T: Sent>(reason: String) -> JobError {
    JobError::Tile {
        name: T::NAME.to_owned(),
        reason,
    }
}
