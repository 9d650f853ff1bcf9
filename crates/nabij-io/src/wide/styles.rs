//! QGIS styles (QML) of the layers: verdicts by colour, shares in classes.

use nabij::Verdict;

use super::Wide;
use crate::write::LayerStyle;

/// Colours that are told apart by most people with colour blindness, good to bad.
const GOOD: &str = "26,110,122,255";
const FAIR: &str = "110,178,186,255";
const POOR: &str = "213,94,0,255";
const WORST: &str = "140,45,4,255";
const APART: &str = "90,60,130,255";
const GREY: &str = "150,150,150,255";
const DOUBT: &str = "240,200,60,255";

/// From few to many within the limit.
const CLASSES: [(f64, f64, &str); 5] = [
    (0.0, 25.0, "166,54,3,150"),
    (25.0, 50.0, "230,120,60,150"),
    (50.0, 75.0, "250,205,140,150"),
    (75.0, 90.0, "140,196,200,150"),
    (90.0, 100.0, "26,110,122,150"),
];

/// The colour of a verdict.
fn colour(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::WithinLower => GOOD,
        Verdict::WithinUpper => FAIR,
        Verdict::Beyond => POOR,
        Verdict::BeyondHorizon => WORST,
        Verdict::Unreachable => APART,
        Verdict::Unsnapped => GREY,
        Verdict::Uncertain => DOUBT,
    }
}

/// The norms in the order of their styles: the first norm made of norms is the default.
fn in_order<'w, 'r>(wide: &'w Wide<'r>) -> Vec<&'w super::Tested<'r>> {
    let mut all: Vec<_> = wide.tested.iter().collect();
    all.sort_by_key(|tested| tested.norm.category().is_some());
    all
}

/// Addresses by their verdict, a style for each norm.
pub(super) fn verdicts(wide: &Wide<'_>, layer: &str) -> Vec<LayerStyle> {
    let styles = in_order(wide).into_iter().map(|tested| {
        let column = wide.names.column("{c}_class", &[("c", &tested.norm.id)]);
        let labels = Verdict::ALL.map(|verdict| {
            let label = wide.language().verdict(verdict, tested.limits);
            Class::value(label, colour(verdict))
        });
        style(layer, &column, Shape::Point, &labels)
    });
    styles.collect()
}

/// Areas by the share of addresses within the upper limit, a style for each norm.
pub(super) fn shares(wide: &Wide<'_>, layer: &str) -> Vec<LayerStyle> {
    let styles = in_order(wide).into_iter().map(|tested| {
        let limit = tested.upper_name();
        let holes = [
            ("c", tested.norm.id.as_str()),
            ("limit", limit.as_str()),
            ("g", "addresses"),
        ];
        let column = wide.names.column("{c}_{limit}_pct_{g}", &holes);
        style(layer, &column, Shape::Area, &CLASSES.map(Class::range))
    });
    styles.collect()
}

/// Points by the words of one column.
pub(super) fn words(layer: &str, column: &str, words: &[String]) -> Vec<LayerStyle> {
    const TURNS: [&str; 6] = [GOOD, POOR, DOUBT, APART, FAIR, GREY];
    let classes = words.iter().zip(TURNS.iter().cycle());
    let classes: Vec<Class> = classes
        .map(|(word, colour)| Class::value(word.clone(), colour))
        .collect();
    vec![style(layer, column, Shape::Point, &classes)]
}

#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Point,
    Area,
}

/// One line of the legend.
struct Class {
    key: Vec<(&'static str, String)>,
    label: String,
    colour: &'static str,
}

impl Class {
    fn value(label: String, colour: &'static str) -> Self {
        let key = vec![("value", label.clone()), ("type", "string".to_owned())];
        Class { key, label, colour }
    }

    fn range((from, to, colour): (f64, f64, &'static str)) -> Self {
        Class {
            key: vec![("lower", from.to_string()), ("upper", to.to_string())],
            label: format!("{from}–{to} %"),
            colour,
        }
    }
}

fn style(layer: &str, column: &str, shape: Shape, classes: &[Class]) -> LayerStyle {
    let (kind, list, item) = match shape {
        Shape::Point => ("categorizedSymbol", "categories", "category"),
        Shape::Area => ("graduatedSymbol", "ranges", "range"),
    };
    let attribute = escaped(column);
    let mut qml = String::from(
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n\
         <qgis version=\"3.22.0\" styleCategories=\"Symbology\">\n",
    );
    qml += &format!(
        " <renderer-v2 type=\"{kind}\" attr=\"{attribute}\" symbollevels=\"0\" \
         forceraster=\"0\" enableorderby=\"0\" graduatedMethod=\"GraduatedColor\">\n  <{list}>\n"
    );
    for (number, class) in classes.iter().enumerate() {
        let key: Vec<String> = class
            .key
            .iter()
            .map(|(name, value)| format!("{name}=\"{}\"", escaped(value)))
            .collect();
        qml += &format!(
            "   <{item} symbol=\"{number}\" {} label=\"{}\" render=\"true\"/>\n",
            key.join(" "),
            escaped(&class.label)
        );
    }
    qml += &format!("  </{list}>\n  <symbols>\n");
    for (number, class) in classes.iter().enumerate() {
        qml += &symbol(number, shape, class.colour);
    }
    qml += "  </symbols>\n </renderer-v2>\n <blendMode>0</blendMode>\n \
            <featureBlendMode>0</featureBlendMode>\n</qgis>\n";
    LayerStyle {
        layer: layer.to_owned(),
        name: column.to_owned(),
        qml,
    }
}

fn symbol(number: usize, shape: Shape, colour: &str) -> String {
    let (kind, class, properties) = match shape {
        Shape::Point => (
            "marker",
            "SimpleMarker",
            vec![
                ("color", colour),
                ("name", "circle"),
                ("outline_color", "255,255,255,255"),
                ("outline_style", "solid"),
                ("outline_width", "0.1"),
                ("size", "1.6"),
                ("size_unit", "MM"),
            ],
        ),
        Shape::Area => (
            "fill",
            "SimpleFill",
            vec![
                ("color", colour),
                ("outline_color", "255,255,255,255"),
                ("outline_style", "solid"),
                ("outline_width", "0.26"),
                ("outline_width_unit", "MM"),
                ("style", "solid"),
            ],
        ),
    };
    // Before 3.26 QGIS reads `prop`, since then `Option`.
    let options = properties.iter().map(|(name, value)| {
        format!("      <Option type=\"QString\" name=\"{name}\" value=\"{value}\"/>\n")
    });
    let old = properties
        .iter()
        .map(|(name, value)| format!("     <prop k=\"{name}\" v=\"{value}\"/>\n"));
    let (options, old): (String, String) = (options.collect(), old.collect());
    format!(
        "   <symbol type=\"{kind}\" name=\"{number}\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">\n    \
         <layer class=\"{class}\" enabled=\"1\" locked=\"0\" pass=\"0\">\n     <Option type=\"Map\">\n\
         {options}     </Option>\n{old}    </layer>\n   </symbol>\n"
    )
}

/// Text between quotes in XML.
fn escaped(text: &str) -> String {
    let named = text.replace('&', "&amp;").replace('<', "&lt;");
    named.replace('>', "&gt;").replace('"', "&quot;")
}
