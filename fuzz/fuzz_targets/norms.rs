//! A norm set from any text: read or refused, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nabij::NormSet;

fuzz_target!(|text: &str| {
    let Ok(norms) = NormSet::from_toml(text) else {
        return;
    };
    // What is accepted holds together.
    for (at, norm) in norms.norms().iter().enumerate() {
        assert_eq!(norms.position(&norm.id), Some(at), "ids are unique");
        let longest = norms.longest();
        assert!(norm.lower.is_none_or(|limit| limit <= longest));
        assert!(norm.upper.is_none_or(|limit| limit <= longest));
        for part in norm.test.parts().map_or(&[][..], |(_, parts)| parts) {
            assert!(norms.position(part).is_some(), "parts are norms of the set");
        }
    }
});
