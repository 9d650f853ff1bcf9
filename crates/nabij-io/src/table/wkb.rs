//! Well-known binary, the geometry of GeoPackage, GeoParquet and GeoPandas.
//!
//! Read here and not by a library because the bytes may be anything: counts are checked against
//! the bytes that are left before memory is taken for them, and nesting has a bottom.

use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon,
    Point, Polygon,
};

use crate::reason::Reason;

/// How deep collections may hold collections.
const DEEPEST: u32 = 16;

/// The geometry in well-known binary, ISO or extended; heights and measures are left out.
pub(super) fn read(bytes: &[u8]) -> Result<Geometry<f64>, Reason> {
    let mut reader = Reader {
        bytes,
        little: true,
    };
    reader.geometry(0)
}

/// The geometry in a GeoPackage blob: a header, then well-known binary.
pub(super) fn read_geopackage(blob: &[u8]) -> Result<Geometry<f64>, Reason> {
    let [b'G', b'P', _version, flags, rest @ ..] = blob else {
        return Err(damaged("it does not start as a GeoPackage geometry"));
    };
    // Flags: bit 0 byte order, bits 1-3 kind of envelope, bit 4 empty.
    let envelope = match (flags >> 1) & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err(damaged("its envelope is of an unknown kind")),
    };
    if flags & 16 != 0 {
        return Err(Reason::Empty);
    }
    match rest.get(4 + envelope..) {
        Some(wkb) => read(wkb),
        None => Err(short()),
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    little: bool,
}

/// What the head of a geometry says.
struct Head {
    kind: u32,
    /// Numbers per vertex.
    dimensions: usize,
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Reason> {
        let (head, rest) = self.bytes.split_first_chunk::<N>().ok_or_else(short)?;
        self.bytes = rest;
        Ok(*head)
    }

    fn u32(&mut self) -> Result<u32, Reason> {
        let bytes = self.take()?;
        Ok(match self.little {
            true => u32::from_le_bytes(bytes),
            false => u32::from_be_bytes(bytes),
        })
    }

    fn f64(&mut self) -> Result<f64, Reason> {
        let bytes = self.take()?;
        Ok(match self.little {
            true => f64::from_le_bytes(bytes),
            false => f64::from_be_bytes(bytes),
        })
    }

    /// A number of things of which each takes at least `size` bytes.
    fn count(&mut self, size: usize) -> Result<usize, Reason> {
        let count = usize::try_from(self.u32()?).map_err(|_| short())?;
        match count.checked_mul(size) {
            Some(needed) if needed <= self.bytes.len() => Ok(count),
            _ => Err(short()),
        }
    }

    fn head(&mut self) -> Result<Head, Reason> {
        let [order] = self.take()?;
        self.little = match order {
            0 => false,
            1 => true,
            other => return Err(damaged(&format!("{other} is no byte order"))),
        };
        let code = self.u32()?;
        if code & 0x2000_0000 != 0 {
            self.u32()?; // the reference number of extended well-known binary
        }
        let (kind, iso) = ((code & 0x0fff_ffff) % 1000, (code & 0x0fff_ffff) / 1000);
        let z = code & 0x8000_0000 != 0 || iso == 1 || iso == 3;
        let m = code & 0x4000_0000 != 0 || iso == 2 || iso == 3;
        if iso > 3 {
            return Err(damaged(&format!("there is no geometry type {code}")));
        }
        Ok(Head {
            kind,
            dimensions: 2 + usize::from(z) + usize::from(m),
        })
    }

    fn coord(&mut self, dimensions: usize) -> Result<Coord<f64>, Reason> {
        let (x, y) = (self.f64()?, self.f64()?);
        for _ in 2..dimensions {
            self.f64()?;
        }
        Ok(Coord { x, y })
    }

    fn line(&mut self, dimensions: usize) -> Result<LineString<f64>, Reason> {
        let count = self.count(8 * dimensions)?;
        (0..count).map(|_| self.coord(dimensions)).collect()
    }

    fn polygon(&mut self, dimensions: usize) -> Result<Polygon<f64>, Reason> {
        let count = self.count(4)?;
        let mut rings = (0..count)
            .map(|_| self.line(dimensions))
            .collect::<Result<Vec<_>, _>>()?
            .into_iter();
        let outer = rings.next().unwrap_or_else(|| LineString(Vec::new()));
        Ok(Polygon::new(outer, rings.collect()))
    }

    /// The parts of a multi-geometry, each with a head of its own.
    fn parts<T>(
        &mut self,
        kind: u32,
        part: fn(&mut Self, usize) -> Result<T, Reason>,
    ) -> Result<Vec<T>, Reason> {
        let count = self.count(9)?;
        let mut parts = Vec::with_capacity(count);
        for _ in 0..count {
            let head = self.head()?;
            if head.kind != kind {
                return Err(damaged("its parts are of another type than the whole"));
            }
            parts.push(part(self, head.dimensions)?);
        }
        Ok(parts)
    }

    fn geometry(&mut self, depth: u32) -> Result<Geometry<f64>, Reason> {
        let Head { kind, dimensions } = self.head()?;
        Ok(match kind {
            1 => {
                let Coord { x, y } = self.coord(dimensions)?;
                if x.is_nan() && y.is_nan() {
                    return Err(Reason::Empty); // how well-known binary writes an empty point
                }
                Geometry::Point(Point::new(x, y))
            }
            2 => Geometry::LineString(self.line(dimensions)?),
            3 => Geometry::Polygon(self.polygon(dimensions)?),
            4 => {
                let points = self.parts(1, |r, d| r.coord(d).map(Point::from))?;
                Geometry::MultiPoint(MultiPoint(points))
            }
            5 => Geometry::MultiLineString(MultiLineString(self.parts(2, Reader::line)?)),
            6 => Geometry::MultiPolygon(MultiPolygon(self.parts(3, Reader::polygon)?)),
            7 if depth < DEEPEST => {
                let count = self.count(9)?;
                let parts = (0..count).map(|_| self.geometry(depth + 1));
                let parts = parts.collect::<Result<Vec<_>, _>>()?;
                Geometry::GeometryCollection(GeometryCollection(parts))
            }
            7 => return Err(damaged("its collections are nested too deep")),
            8..=12 => {
                return Err(damaged(
                    "curves are not read: save it with straight segments",
                ));
            }
            other => return Err(damaged(&format!("geometry type {other} is not read"))),
        })
    }
}

fn damaged(message: &str) -> Reason {
    Reason::Damaged(message.to_string())
}

fn short() -> Reason {
    damaged("it ends too early")
}
