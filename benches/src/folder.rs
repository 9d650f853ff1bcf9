//! Arrays of little-endian 32-bit numbers, one per file.

use std::fs;
use std::io;
use std::path::PathBuf;

/// A folder of arrays.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// The folder at this path.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Folder(path.into())
    }

    /// The numbers of a file.
    pub fn read_u32(&self, name: &str) -> io::Result<Vec<u32>> {
        self.read(name, u32::from_le_bytes)
    }

    /// The numbers of a file, with signs.
    pub fn read_i32(&self, name: &str) -> io::Result<Vec<i32>> {
        self.read(name, i32::from_le_bytes)
    }

    fn read<T>(&self, name: &str, number: impl Fn([u8; 4]) -> T) -> io::Result<Vec<T>> {
        let bytes = fs::read(self.0.join(name))?;
        let (words, rest) = bytes.as_chunks::<4>();
        if !rest.is_empty() {
            let message = format!("{name} does not hold whole 32-bit numbers");
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        Ok(words.iter().map(|word| number(*word)).collect())
    }

    /// Writes numbers.
    pub fn write_u32(&self, name: &str, numbers: impl IntoIterator<Item = u32>) -> io::Result<()> {
        let bytes: Vec<u8> = numbers.into_iter().flat_map(u32::to_le_bytes).collect();
        fs::write(self.0.join(name), bytes)
    }

    /// Writes numbers with signs.
    pub fn write_i32(&self, name: &str, numbers: impl IntoIterator<Item = i32>) -> io::Result<()> {
        let bytes: Vec<u8> = numbers.into_iter().flat_map(i32::to_le_bytes).collect();
        fs::write(self.0.join(name), bytes)
    }
}
