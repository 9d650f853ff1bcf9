//! From a file to blocks, and from each block what the rules want, on all threads.

use std::{io::Read, path::Path};

use rayon::prelude::*;

use super::{
    data::{OsmData, OsmParts},
    error::OsmError,
    file::Blocks,
    found::Found,
    reading::Reading,
    rules::OsmRules,
    vocabulary::Uses,
};

pub(super) fn read<R: Read + Send>(
    mut blocks: Blocks<R>,
    path: &Path,
    rules: &OsmRules,
    parts: OsmParts,
) -> Result<OsmData, OsmError> {
    let header = blocks.header()?;
    let wanted = [
        (parts.streets, Uses::WALK | Uses::NODE),
        (parts.facilities, Uses::FACILITY | Uses::NODE),
        (parts.origins, Uses::ORIGIN),
        (parts.barriers, Uses::BARRIER),
        (parts.areas, Uses::AREA),
    ];
    let wanted = wanted
        .into_iter()
        .filter(|(wanted, _)| *wanted)
        .fold(Uses::NONE, |all, (_, uses)| all | uses);
    let mut found: Vec<(usize, Result<Found, OsmError>)> = blocks
        .enumerate()
        .par_bridge()
        .filter_map(|(at, block)| match block {
            Ok(block) if !block.is_data() => None,
            Ok(block) => Some((at, block)).map(|(at, block)| {
                let found = block.unpack(path).and_then(|bytes| {
                    Found::in_block(&bytes, rules, wanted).map_err(|wrong| block.wrong(path, wrong))
                });
                (at, found)
            }),
            Err(error) => Some((at, Err(error))),
        })
        .collect();
    // The first error in the file is the one told, whichever thread came first.
    found.sort_by_key(|(at, _)| *at);
    let found: Vec<Found> = found
        .into_iter()
        .map(|(_, found)| found)
        .collect::<Result<_, _>>()?;
    Ok(Reading::new(header, found, rules.clone()).finish())
}
