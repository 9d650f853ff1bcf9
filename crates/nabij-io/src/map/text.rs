//! Text in a picture: escaped, broken into lines, sized by estimate.

/// Text as XML: markup escaped, and what XML cannot hold at all replaced.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The width of a text in pixels: no fonts are at hand, so an ordinary sans serif is assumed.
pub(super) fn width(text: &str, size: i64) -> i64 {
    let thousandths: i64 = text
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 290,
            ' ' | 'f' | 'r' | 't' | '(' | ')' | '-' => 360,
            'm' | 'w' | 'M' | 'W' | '%' | '@' => 900,
            'A'..='Z' => 690,
            '\u{2e80}'.. => 1000,
            _ => 580,
        })
        .sum();
    thousandths * size / 1000
}

/// The text in lines of at most this many pixels, broken at spaces; a longer word stays whole.
pub(super) fn wrap(text: &str, size: i64, widest: i64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line, size) + width(" ", size) + width(word, size) <= widest => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A piece of text: where it stands and how.
pub(super) struct Text<'t> {
    /// Start of the baseline, or its middle or end as `anchor` says.
    pub x: i64,
    pub y: i64,
    pub size: i64,
    pub colour: &'t str,
    pub bold: bool,
    /// `start`, `middle` or `end`.
    pub anchor: &'t str,
}

impl Text<'_> {
    /// Ordinary text.
    pub fn at(x: i64, y: i64, size: i64) -> Self {
        Text {
            x,
            y,
            size,
            colour: "#333",
            bold: false,
            anchor: "start",
        }
    }

    /// Writes it as an element.
    pub fn write(&self, out: &mut String, text: &str) {
        out.push_str(&self.element("", text));
    }

    /// Writes it over a white rim, legible on anything. The rim is an element of its own: not
    /// every viewer knows `paint-order`.
    pub fn write_rimmed(&self, out: &mut String, text: &str) {
        let rim = " stroke=\"#fff\" stroke-width=\"3.5\" stroke-linejoin=\"round\" stroke-opacity=\".85\"";
        out.push_str(&self.element(rim, text));
        self.write(out, text);
    }

    fn element(&self, more: &str, text: &str) -> String {
        let weight = if self.bold {
            " font-weight=\"bold\""
        } else {
            ""
        };
        format!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\" text-anchor=\"{}\"{weight}{more}>{}</text>\n",
            self.x,
            self.y,
            self.size,
            self.colour,
            self.anchor,
            escape(text),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_control_characters_are_escaped() {
        assert_eq!(
            escape("<a href=\"x\">R&D\u{0}\n'é'"),
            "&lt;a href=&quot;x&quot;&gt;R&amp;D\u{fffd} 'é'"
        );
    }

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(wrap("aaa bbb ccc", 10, 40), ["aaa bbb", "ccc"]);
        assert_eq!(
            wrap("a-word-that-is-too-long b", 10, 20),
            ["a-word-that-is-too-long", "b"]
        );
        assert!(wrap("  ", 10, 20).is_empty());
    }
}
