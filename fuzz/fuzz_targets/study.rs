//! A study file from any text: read, or refused with a reason.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nabij_io::StudyFile;

fuzz_target!(|text: &str| match StudyFile::parse(text) {
    Ok(study) => {
        // Layers have the paths that the file gives, whatever these are.
        for layer in &study.streets {
            assert!(study.path(&layer.file).ends_with(&layer.file));
        }
        let _ = study.output_folder();
    }
    Err(error) => assert!(!error.to_string().is_empty()),
});
