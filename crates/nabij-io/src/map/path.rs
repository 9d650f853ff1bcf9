//! Path data: whole units, each step told from the one before, so that files stay small and are
//! the same on every machine.

/// A place on the map, in tenths of a pixel from its upper left corner.
pub(super) type Place = (i64, i64);

/// A path is cut into pieces after so many places: Qt, with which QGIS draws, stops reading at
/// 32,767.
const LONGEST: usize = 16_000;

/// What the `d` of one or more paths is made of.
#[derive(Debug, Default)]
pub(super) struct PathData {
    pieces: Vec<String>,
    text: String,
    places: usize,
    pen: Option<Place>,
}

impl PathData {
    /// The `d` of each path; none where there is nothing to see.
    pub fn pieces(&self) -> impl Iterator<Item = &str> {
        let last = Some(self.text.as_str()).filter(|text| !text.is_empty());
        self.pieces.iter().map(String::as_str).chain(last)
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.pieces.is_empty()
    }

    /// Where something whole starts: a path that is long enough ends here.
    fn start(&mut self) {
        if self.places >= LONGEST {
            self.pieces.push(std::mem::take(&mut self.text));
            self.places = 0;
            self.pen = None;
        }
    }

    /// A line. It goes on from the line before where it starts at that one's end.
    pub fn line(&mut self, places: &[Place]) {
        let Some((first, rest)) = places.split_first() else {
            return;
        };
        // A line that shrinks to a place is not to be seen.
        if rest.iter().all(|place| place == first) {
            return;
        }
        self.start();
        if self.pen != Some(*first) {
            self.move_to(*first);
        }
        self.lines_to(rest);
    }

    /// A polygon; the closing place of a ring may be given or not.
    pub fn polygon(&mut self, rings: impl IntoIterator<Item = Vec<Place>>) {
        self.start();
        for ring in rings {
            if let Some((first, rest)) = ring.split_first() {
                self.move_to(*first);
                self.lines_to(rest);
                self.text.push('z');
                self.pen = Some(*first);
            }
        }
    }

    /// A dot: the shortest of lines, which the round ends of its stroke make visible. One of no
    /// length at all would do for browsers, but not for Qt, with which QGIS draws.
    pub fn dot(&mut self, place: Place) {
        self.start();
        self.move_to(place);
        self.text.push_str("h1");
        self.pen = Some((place.0 + 1, place.1));
    }

    /// A diagonal cross.
    pub fn cross(&mut self, (x, y): Place, arm: i64) {
        self.start();
        self.move_to((x - arm, y - arm));
        self.lines_to(&[(x + arm, y + arm)]);
        self.move_to((x + arm, y - arm));
        self.lines_to(&[(x - arm, y + arm)]);
    }

    /// A square of twice this side.
    pub fn square(&mut self, (x, y): Place, half: i64) {
        let (left, top, right, bottom) = (x - half, y - half, x + half, y + half);
        self.polygon([vec![
            (left, top),
            (right, top),
            (right, bottom),
            (left, bottom),
        ]]);
    }

    fn move_to(&mut self, place: Place) {
        let (x, y) = self.pen.unwrap_or((0, 0));
        self.text.push(if self.pen.is_some() { 'm' } else { 'M' });
        self.pair(place.0 - x, place.1 - y);
        self.pen = Some(place);
    }

    fn lines_to(&mut self, places: &[Place]) {
        self.text.push('l');
        for place in places {
            let (x, y) = self.pen.unwrap_or(*place);
            if (x, y) != *place {
                self.pair(place.0 - x, place.1 - y);
                self.pen = Some(*place);
            }
        }
        if self.text.ends_with('l') {
            self.text.push_str("0 0");
        }
    }

    fn pair(&mut self, dx: i64, dy: i64) {
        for number in [dx, dy] {
            if number >= 0 && self.text.ends_with(|c: char| c.is_ascii_digit()) {
                self.text.push(' ');
            }
            self.text.push_str(&number.to_string());
        }
        self.places += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_relative_and_short() {
        let mut path = PathData::default();
        path.line(&[(10, 20), (15, 20), (15, 20), (12, 25)]);
        path.line(&[(12, 25), (0, 0)]);
        path.line(&[(3, 4), (3, 4)]);
        path.dot((7, 7));
        path.polygon([vec![(0, 0), (5, 0), (5, 5)]]);
        path.cross((10, 10), 2);
        path.square((10, 10), 2);
        assert_eq!(
            path.pieces().collect::<Vec<_>>(),
            ["M10 20l5 0-3 5l-12-25m7 7h1m-8-7l5 0 0 5zm8 8l4 4m0-4l-4 4m0-4l4 0 0 4-4 0z"]
        );
    }

    #[test]
    fn long_paths_are_cut_between_wholes() {
        let mut path = PathData::default();
        assert!(path.is_empty() && path.pieces().next().is_none());
        for x in 0..40_000 {
            path.dot((x, 0));
        }
        let pieces: Vec<&str> = path.pieces().collect();
        assert_eq!(pieces.len(), 3);
        assert!(pieces.iter().all(|piece| piece.starts_with('M')));
        let dots: usize = pieces.iter().map(|piece| piece.matches('h').count()).sum();
        assert_eq!(dots, 40_000);
    }
}
