//! How a study is cut into tiles, as people ask for it.

use std::num::NonZeroUsize;

use clap::Args;
use nabij_io::Tiling;

/// Whether, and how, a study is scored tile by tile.
#[derive(Args, Debug)]
pub struct Tiles {
    /// Score tile by tile, of so many addresses each: what is done is kept, and a run that was
    /// stopped goes on where it was.
    #[arg(long, value_name = "ADDRESSES")]
    tile_size: Option<NonZeroUsize>,
    /// The most memory to take, such as 4GB; also scores tile by tile.
    #[arg(long, value_name = "SIZE", value_parser = bytes)]
    memory: Option<u64>,
}

impl Tiles {
    /// How it is cut, if at all.
    pub fn tiling(&self) -> Option<Tiling> {
        let Tiles { tile_size, memory } = *self;
        (tile_size.is_some() || memory.is_some()).then(|| Tiling {
            size: tile_size.map(NonZeroUsize::get),
            memory,
        })
    }
}

/// Bytes of a text such as `4GB`, `512 MB` or `3.5GiB`.
fn bytes(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let unit = match unit.trim().to_ascii_lowercase().as_str() {
        "kb" => 1e3,
        "mb" | "m" => 1e6,
        "gb" | "g" => 1e9,
        "kib" => 1024.0,
        "mib" => 1_048_576.0,
        "gib" => 1_073_741_824.0,
        _ => return Err("write a number with MB, GB, MiB or GiB, such as 4GB".to_owned()),
    };
    match number.parse::<f64>() {
        Ok(number) if number > 0.0 && number * unit < 1e18 => Ok((number * unit) as u64),
        _ => Err("write a number above 0 with MB, GB, MiB or GiB, such as 4GB".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        assert_eq!(bytes("4GB"), Ok(4_000_000_000));
        assert_eq!(bytes(" 512 MB"), Ok(512_000_000));
        assert_eq!(bytes("3.5GiB"), Ok(3_758_096_384));
        for wrong in ["", "4", "GB", "0GB", "-1GB", "4TBx", "1..2GB", "9e99GB"] {
            assert!(bytes(wrong).is_err(), "{wrong:?}");
        }
    }
}
