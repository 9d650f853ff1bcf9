//! Names of files and layers made of words that a user chose.

/// The word with `_` for everything but letters, digits and hyphens: spaces, slashes, colons and
/// what else a file system or a program may refuse or read as something else.
///
/// Two words can share one name: where that matters, whoever reads them refuses it.
pub(crate) fn safe_name(word: &str) -> String {
    let plain = |c: char| {
        if c.is_alphanumeric() || c == '-' {
            c
        } else {
            '_'
        }
    };
    word.trim().chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::safe_name;

    #[test]
    fn only_letters_digits_and_hyphens_are_kept() {
        for (word, name) in [
            ("buurt", "buurt"),
            ("PC-6", "PC-6"),
            ("school area", "school_area"),
            ("wijk/buurt", "wijk_buurt"),
            (r#"a\b:c*d?e"f<g>h|i.j"#, "a_b_c_d_e_f_g_h_i_j"),
            ("../../etc", "______etc"),
            ("districtè 2", "districtè_2"),
            (" wijk\n", "wijk"),
        ] {
            assert_eq!(safe_name(word), name);
        }
    }
}
