//! Bytes that are kept or sent: before them a mark, a version and a checksum.

use twox_hash::XxHash3_128;

/// What the bytes of one kind start with. Another version is another order of columns: there is no
/// reading across.
pub(crate) struct Framed {
    pub mark: &'static [u8; 8],
    pub version: u32,
}

/// What is wrong with bytes.
pub(crate) enum Broken {
    /// They are of another kind.
    Mark,
    /// They are of this version.
    Version(u32),
    /// They are damaged or cut off.
    Sum,
}

impl Framed {
    /// The bytes of the mark, the version and the checksum.
    pub const HEAD: usize = 8 + size_of::<u32>() + size_of::<u128>();

    /// Fills in the head of these bytes, for which they have left room.
    pub fn close(&self, mut bytes: Vec<u8>) -> Vec<u8> {
        let sum = XxHash3_128::oneshot(bytes.get(Self::HEAD..).unwrap_or_default());
        let head = self.mark.iter().copied().chain(self.version.to_le_bytes());
        let head = head.chain(sum.to_le_bytes());
        bytes.iter_mut().zip(head).for_each(|(to, byte)| *to = byte);
        bytes
    }

    /// What comes after the head.
    pub fn open<'b>(&self, bytes: &'b [u8]) -> Result<&'b [u8], Broken> {
        let rest = bytes.strip_prefix(self.mark).ok_or(Broken::Mark)?;
        let (version, rest) = rest.split_first_chunk().ok_or(Broken::Mark)?;
        let version = u32::from_le_bytes(*version);
        if version != self.version {
            return Err(Broken::Version(version));
        }
        let (sum, rest) = rest.split_first_chunk().ok_or(Broken::Sum)?;
        if XxHash3_128::oneshot(rest) != u128::from_le_bytes(*sum) {
            return Err(Broken::Sum);
        }
        Ok(rest)
    }
}
