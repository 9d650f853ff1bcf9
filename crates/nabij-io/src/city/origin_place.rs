//! Where origins are on the user's own map, and what people call them.

/// Where an origin is in its own CRS, and its address.
#[derive(Clone, Debug, PartialEq)]
pub struct OriginPlace {
    /// Its first door.
    pub place: (f64, f64),
    /// Street and number, where the source has them.
    pub address: Option<String>,
    /// What the BAG says of it.
    pub register: Option<Box<BagAddress>>,
}

/// What the BAG says of an origin beside its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BagAddress {
    /// The id of its main address (nummeraanduiding); it has no place of its own.
    pub nummeraanduiding_id: Option<String>,
    /// The building (pand) it is in; several with commas between.
    pub pand_id: Option<String>,
    /// The name of its street (openbare ruimte).
    pub street: Option<String>,
    /// The house number.
    pub number: Option<String>,
    /// The letter.
    pub letter: Option<String>,
    /// The addition.
    pub addition: Option<String>,
    /// The postcode.
    pub postcode: Option<String>,
}
