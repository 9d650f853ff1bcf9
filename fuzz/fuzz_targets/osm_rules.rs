//! A user's own rules for tags from any text, of each kind.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nabij_io::osm::{OsmRules, RuleFile, RuleKind};

fuzz_target!(|text: &str| {
    for kind in [
        RuleKind::Walk,
        RuleKind::Facilities,
        RuleKind::Origins,
        RuleKind::Barriers,
    ] {
        let _ = OsmRules::with(&[RuleFile {
            kind,
            name: "fuzz.toml",
            text,
        }]);
    }
});
