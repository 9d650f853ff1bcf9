//! The legend: what marks, pins and lines mean, and how many origins have each verdict.

use nabij::Verdict;

use super::{
    GroundKind, LineKind, Map, ground, ground::Ground, marks, path::PathData, pins, scale, text,
    text::Text, walk,
};

/// Width of a section, and height of a row, in pixels.
pub(super) const WIDTH: i64 = 264;
const ROW: i64 = 21;
/// Where a row's words start.
const WORDS: i64 = 36;
const SIZE: i64 = 13;

/// A part of the legend, drawn from its upper left corner.
pub(super) struct Section {
    pub height: i64,
    pub body: String,
}

impl Section {
    fn new(heading: &str) -> Self {
        let mut section = Section {
            height: 24,
            body: String::new(),
        };
        let bold = Text {
            bold: true,
            ..Text::at(0, 14, SIZE)
        };
        bold.write(&mut section.body, heading);
        section
    }

    /// A row: its sign, drawn about the middle of a field of 28 pixels wide, and its words.
    fn row(&mut self, sign: &str, words: &str) {
        let middle = self.height + ROW / 2;
        self.body.push_str(&format!(
            "<g transform=\"translate(14 {middle})\">\n{sign}</g>\n"
        ));
        for line in text::wrap(words, SIZE, WIDTH - WORDS) {
            Text::at(WORDS, self.height + ROW / 2 + 5, SIZE).write(&mut self.body, &line);
            self.height += ROW;
        }
    }

    /// A number at the end of the last row.
    fn number(&mut self, number: &str, bold: bool) {
        let end = Text {
            anchor: "end",
            bold,
            ..Text::at(WIDTH, self.height - ROW / 2 + 4, SIZE)
        };
        end.write(&mut self.body, number);
    }
}

/// The columns of the legend below a map, or the parts of the legend beside it.
pub(super) fn columns(map: &Map<'_>, ground: &Ground, unit: i64) -> [Vec<Section>; 3] {
    let mut bar = Section::new(map.language.word("Scale", "Schaal"));
    bar.body.push_str("<g transform=\"translate(4 28)\">\n");
    scale::write(&mut bar.body, unit);
    bar.body.push_str("</g>\n");
    bar.height += ROW + 8;
    [
        Vec::from_iter((!map.origins.is_empty()).then(|| verdicts(map))),
        places(map).into_iter().chain([bar]).collect(),
        Vec::from_iter(base(map, ground)),
    ]
}

fn verdicts(map: &Map<'_>) -> Section {
    let language = map.language;
    let mut section = Section::new(language.word("Walking distance", "Loopafstand"));
    for verdict in Verdict::ALL {
        let count = map.origins.iter().filter(|(_, v)| *v == verdict).count();
        let always = match verdict {
            Verdict::WithinLower => map.limits.lower.is_some(),
            Verdict::WithinUpper | Verdict::Beyond => true,
            _ => false,
        };
        if count == 0 && !always {
            continue;
        }
        let mut sign = "<g transform=\"scale(.1)\">\n".to_owned();
        marks::write(&mut sign, verdict, &[(0, 0)], 50);
        sign.push_str("</g>\n");
        section.row(&sign, &language.verdict(verdict, map.limits));
        section.number(&language.count(count), false);
    }
    section.row("", language.word("total", "totaal"));
    section.number(&language.count(map.origins.len()), true);
    section
}

fn places(map: &Map<'_>) -> Option<Section> {
    let language = map.language;
    let mut section = Section::new(language.word("Places", "Plaatsen"));
    let empty = section.height;
    for (group, facilities) in map.facilities.iter().enumerate() {
        let mut sign = String::new();
        pins::write_pin(&mut sign, group, (0.0, 8.0), 85, "");
        section.row(&sign, facilities.label);
    }
    if let Some(walk) = &map.walk {
        let mut sign = "<g transform=\"scale(.1)\">\n".to_owned();
        walk::write(&mut sign, &[(-120, 0), (120, 0)]);
        sign.push_str("</g>\n");
        section.row(&sign, walk.label);
    }
    if !map.share_label.is_empty() && map.areas.iter().any(|area| !area.share.is_empty()) {
        let percent = Text {
            anchor: "middle",
            bold: true,
            ..Text::at(0, 6, 16)
        };
        let mut sign = String::new();
        percent.write(&mut sign, "%");
        section.row(&sign, map.share_label);
    }
    (section.height > empty).then_some(section)
}

fn base(map: &Map<'_>, ground: &Ground) -> Option<Section> {
    let word = |english, dutch| map.language.word(english, dutch);
    let mut section = Section::new(word("Base map", "Ondergrond"));
    let empty = section.height;
    let mut sample = PathData::default();
    sample.line(&[(-120, 0), (120, 0)]);
    let mut field = PathData::default();
    field.polygon([vec![(-120, -60), (120, -60), (120, 60), (-120, 60)]]);
    let mut row = |words: &str, draw: &dyn Fn(&mut String)| {
        let mut sign = "<g transform=\"scale(.1)\">\n".to_owned();
        draw(&mut sign);
        sign.push_str("</g>\n");
        section.row(&sign, words);
    };
    for kind in ground.lines.keys() {
        let words = match kind {
            LineKind::Railway => word("railway", "spoor"),
            LineKind::Wall => word("wall or fence", "muur of hek"),
            LineKind::Private => word("private path", "privépad"),
            LineKind::Tunnel => word("tunnel", "tunnel"),
            LineKind::Street => word("street or path", "straat of pad"),
            LineKind::Steps => word("steps", "trap"),
            LineKind::Bridge => word("bridge", "brug"),
        };
        row(words, &|sign| ground::write_line(sign, *kind, &sample, 30));
    }
    for kind in ground.grounds.keys() {
        let words = match kind {
            GroundKind::Water => word("water", "water"),
            GroundKind::Square => word("square", "plein"),
        };
        row(words, &|sign| {
            ground::write_ground(sign, *kind, &field);
        });
    }
    if !ground.borders.is_empty() {
        let words = word("border of an area", "gebiedsgrens");
        row(words, &|sign| ground::write_border(sign, &sample));
    }
    (section.height > empty).then_some(section)
}
