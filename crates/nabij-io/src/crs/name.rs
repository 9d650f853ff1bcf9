//! The ways in which files and users name a CRS.

use serde_json::Value;

use super::CrsError;

/// The text to give to PROJ.
pub(super) fn canonical(text: &str) -> Result<String, CrsError> {
    let text = text.trim();
    let unreadable = || CrsError::Unreadable {
        text: shorten(text),
    };
    if text.contains('\0') {
        return Err(unreadable());
    }
    if text.starts_with('{') {
        return Ok(text.to_string());
    }
    if text.starts_with('+') {
        if text.contains("+step") {
            return Err(unreadable()); // a pipeline leads somewhere, but is no CRS
        }
        let is_crs = text.split_whitespace().any(|word| word == "+type=crs");
        return Ok(match is_crs {
            true => text.to_string(),
            false => format!("{text} +type=crs"),
        });
    }
    if text.ends_with(']') && text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Ok(text.to_string());
    }
    let lower = text.to_ascii_lowercase();
    if lower == "crs84" {
        return Ok("OGC:CRS84".to_string());
    }
    // urn:ogc:def:crs:EPSG::28992, urn:ogc:def:crs:OGC:1.3:CRS84
    if let Some(rest) = lower.strip_prefix("urn:ogc:def:crs:") {
        return code(rest.split(':')).ok_or_else(unreadable);
    }
    // http://www.opengis.net/def/crs/EPSG/0/28992
    if let Some((_, rest)) = lower.split_once("opengis.net/def/crs/") {
        return code(rest.split('/')).ok_or_else(unreadable);
    }
    code(lower.split(':')).ok_or_else(unreadable)
}

/// `AUTHORITY:CODE` from authority, perhaps a version, and code.
fn code<'a>(parts: impl Iterator<Item = &'a str>) -> Option<String> {
    let parts: Vec<&str> = parts.map(str::trim).collect();
    let (organization, code) = match parts.as_slice() {
        [organization, code] | [organization, _, code] => (*organization, *code),
        _ => return None,
    };
    let plain = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
    };
    let letters = organization.starts_with(|c: char| c.is_ascii_alphabetic());
    (plain(organization) && letters && plain(code)).then(|| {
        format!(
            "{}:{}",
            organization.to_ascii_uppercase(),
            code.to_ascii_uppercase()
        )
    })
}

/// Organization and code that a PROJJSON object carries.
pub(super) fn authority(json: &Value) -> Option<(String, String)> {
    let id = &json["id"];
    let organization = id["authority"].as_str()?.to_ascii_uppercase();
    let code = match &id["code"] {
        Value::String(code) => code.to_ascii_uppercase(),
        Value::Number(code) => code.to_string(),
        _ => return None,
    };
    Some((organization, code))
}

/// The text, cut to what a message can bear.
pub(super) fn shorten(text: &str) -> String {
    const LONGEST: usize = 120;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} …", text.get(..end).unwrap_or_default()),
        None => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_name_a_crs() {
        for (text, expected) in [
            ("EPSG:28992", "EPSG:28992"),
            (" epsg:28992 ", "EPSG:28992"),
            ("urn:ogc:def:crs:EPSG::28992", "EPSG:28992"),
            ("urn:ogc:def:crs:EPSG:9.9:28992", "EPSG:28992"),
            ("urn:ogc:def:crs:OGC:1.3:CRS84", "OGC:CRS84"),
            ("CRS84", "OGC:CRS84"),
            ("http://www.opengis.net/def/crs/EPSG/0/5635", "EPSG:5635"),
            ("https://www.opengis.net/def/crs/OGC/1.3/CRS84", "OGC:CRS84"),
            ("+proj=longlat", "+proj=longlat +type=crs"),
            ("+proj=longlat +type=crs", "+proj=longlat +type=crs"),
            ("LOCAL_CS[\"x\"]", "LOCAL_CS[\"x\"]"),
        ] {
            assert_eq!(canonical(text).unwrap(), expected);
        }
        for text in [
            "",
            "28992",
            "RD",
            "EPSG:",
            ":28992",
            "EPSG:28 992",
            "1:2",
            "a\0b",
        ] {
            assert_eq!(
                canonical(text).unwrap_err(),
                CrsError::Unreadable { text: text.into() }
            );
        }
        assert_eq!(
            canonical("RD new").unwrap_err().to_string(),
            "\"RD new\" names no CRS: write a code such as \"EPSG:28992\", a PROJ string, WKT or PROJJSON"
        );
    }
}
