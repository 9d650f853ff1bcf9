//! The address file.

use std::fmt::Write as _;

use super::addresses::Address;
use super::geojson::{EAST, NORTH, decimal};

/// Addresses, one a line.
pub fn addresses(all: &[Address], postcodes: &[String]) -> String {
    let mut out = String::from(
        "adres_id,straat,huisnummer,toevoeging,postcode,x,y,buurt_code,pand_id,complex_id,kind,woningen,inwoners,inw65,inw75\n",
    );
    for (address, code) in all.iter().zip(postcodes) {
        let count = |n: Option<u32>| n.map_or(String::new(), |n| n.to_string());
        let residents = address.residents;
        // writing to a String cannot fail
        let _ = writeln!(
            out,
            "{},{},{},{},{code},{},{},{},{},{},{},{},{},{},{}",
            address.id,
            address.street,
            address.number,
            address.addition,
            decimal(address.point.x + EAST),
            decimal(address.point.y + NORTH),
            address.buurt,
            building(address.building),
            address.complex.unwrap_or(""),
            address.kind,
            address.dwellings,
            count(residents.all),
            count(residents.over_65),
            count(residents.over_75),
        );
    }
    out
}

/// A postcode for every twenty numbers on one side of a street. No Dutch postcode begins with 0: these can be nobody's.
pub fn postcodes(all: &[Address]) -> Vec<String> {
    let key = |a: &Address| (a.buurt, a.street, a.number % 2, a.number / 40);
    let mut keys: Vec<_> = all.iter().map(key).collect();
    keys.sort_unstable();
    keys.dedup();
    let letters = b"ABCDEGHJKLMNPRSTVWXZ";
    all.iter()
        .map(|address| {
            let at = keys.binary_search(&key(address)).unwrap_or(0);
            let first = keys.partition_point(|k| k.0 < address.buurt);
            let within = at - first;
            let digit = address.buurt.bytes().last().unwrap_or(b'0') - b'0';
            let wijk = address.buurt.as_bytes().get(7).map_or(0, |b| b - b'0');
            let letter = |i: usize| char::from(letters[i % letters.len()]);
            format!(
                "0{wijk}0{digit}{}{}",
                letter(within / letters.len()),
                letter(within)
            )
        })
        .collect()
}

/// A building's number as in the BAG.
pub fn building(number: u32) -> String {
    format!("{:016}", 9_999_100_000_000_000 + u64::from(number))
}
