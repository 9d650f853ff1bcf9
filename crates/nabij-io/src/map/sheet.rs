//! The sheet: title, map, legend and source, put together.

use geo_types::MultiPolygon;
use nabij::Verdict;

use super::{
    Map,
    crowd::Crowd,
    ground::Ground,
    labels,
    legend::{self, Section},
    marks,
    path::Place,
    pins,
    text::{self, Text},
    view::View,
    walk,
};

/// White around everything, in pixels.
const MARGIN: i64 = 24;
/// A map wider than this has its legend below it, in columns.
const WIDE: i64 = 1000;

/// The map as an SVG document: the same bytes for the same map, whatever the order of its origins
/// and facilities.
pub fn svg(map: &Map<'_>) -> String {
    let view = View::new(map);
    let (width, height) = (view.width / 10, view.height / 10);
    let areas: Vec<MultiPolygon<f64>> = map
        .areas
        .iter()
        .map(|area| {
            let parts = area.polygons.iter().map(|polygon| view.polygon(polygon));
            MultiPolygon(parts.flatten().collect())
        })
        .collect();
    let ground = Ground::new(map, &areas, &view);
    let columns = legend::columns(map, &ground, view.unit);
    let below = width > WIDE;
    let full = if below {
        width
    } else {
        width + MARGIN + legend::WIDTH
    };

    let mut body = String::new();
    let top = heading(&mut body, map, full);
    body.push_str(&format!("<g transform=\"translate({MARGIN} {top})\">\n"));
    picture(&mut body, map, &areas, &ground, &view);
    body.push_str("</g>\n");

    let mut bottom = top + height;
    if below {
        let step = (full - legend::WIDTH) / 2;
        for (column, sections) in columns.iter().enumerate() {
            let x = MARGIN + step * i64::try_from(column).unwrap_or(0);
            bottom = bottom.max(stack(&mut body, sections, (x, top + height + MARGIN)));
        }
    } else {
        bottom = bottom.max(stack(
            &mut body,
            columns.iter().flatten(),
            (MARGIN + width + MARGIN, top),
        ));
    }
    for line in text::wrap(map.source, 11, full) {
        bottom += 20;
        Text {
            colour: "#666",
            ..Text::at(MARGIN, bottom, 11)
        }
        .write(&mut body, &line);
    }
    let (wide, high) = (full + 2 * MARGIN, bottom + MARGIN);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {wide} {high}\" font-family=\"Helvetica, Arial, sans-serif\" xml:lang=\"{}\">\n<title>{}</title>\n<rect width=\"{wide}\" height=\"{high}\" fill=\"#fff\"/>\n{body}</svg>\n",
        map.language.code(),
        text::escape(map.title),
    )
}

/// Writes sections of the legend one under another; says where they end.
fn stack<'s>(
    out: &mut String,
    sections: impl IntoIterator<Item = &'s Section>,
    (x, mut y): (i64, i64),
) -> i64 {
    for section in sections {
        out.push_str(&format!(
            "<g transform=\"translate({x} {y})\">\n{}</g>\n",
            section.body
        ));
        y += section.height + MARGIN / 2;
    }
    y
}

/// Writes title and subtitle; says where the map starts.
fn heading(out: &mut String, map: &Map<'_>, width: i64) -> i64 {
    let mut bottom = MARGIN;
    for (words, size, bold, colour) in [
        (map.title, 24, true, "#1a1a1a"),
        (map.subtitle, 14, false, "#444"),
    ] {
        for line in text::wrap(words, size, width) {
            bottom += size * 5 / 4;
            let place = Text {
                bold,
                colour,
                ..Text::at(MARGIN, bottom - size / 4, size)
            };
            place.write(out, &line);
        }
    }
    bottom + 10
}

/// Writes the map itself: all of it in tenths of a pixel but for the text and the pins.
fn picture(
    out: &mut String,
    map: &Map<'_>,
    areas: &[MultiPolygon<f64>],
    ground: &Ground,
    view: &View,
) {
    let mut all: Vec<(Place, Verdict)> = map
        .origins
        .iter()
        .map(|(point, verdict)| (view.place(*point), *verdict))
        .collect();
    // What falls on one place is drawn once.
    all.sort_unstable();
    all.dedup();
    let mut dots: Vec<Place> = all.iter().map(|(place, _)| *place).collect();
    dots.dedup();
    let mut crowd = Crowd::new(dots);
    let radius = crowd.radius();

    out.push_str("<g transform=\"scale(.1)\">\n");
    ground.write(out);
    for verdict in Verdict::ALL {
        let of = all.iter().filter(|(_, v)| *v == verdict);
        let places: Vec<Place> = of.map(|(place, _)| *place).collect();
        marks::write(out, verdict, &places, radius);
    }
    out.push_str(&format!(
        "<rect width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"#bbb\" stroke-width=\"16\"/>\n</g>\n",
        view.width, view.height
    ));
    let steps: Vec<Place> = map
        .walk
        .iter()
        .flat_map(|walk| walk.line)
        .map(|point| view.place(*point))
        .collect();
    for pair in steps.windows(2) {
        if let [from, to] = pair {
            crowd.add_line(*from, *to, 5);
        }
    }
    let pins = pins::in_view(&map.facilities, view);
    for pin in &pins {
        crowd.add(pin.head(), 40);
    }
    out.push_str("<g transform=\"scale(.1)\">\n");
    walk::write(out, &steps);
    out.push_str("</g>\n");
    pins::write(out, &pins);
    labels::write(out, map, areas, &crowd, (view.width / 10, view.height / 10));
}
