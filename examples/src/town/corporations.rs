//! What two housing corporations say of their clustered housing: a list of addresses without places.

use std::fmt::Write as _;

use super::addresses::Address;

/// A complex as its owner lists it.
struct Listed {
    owner: &'static str,
    id: &'static str,
    name: &'static str,
    /// Free of steps: yes, no or not said.
    zero_step: &'static str,
    source: &'static str,
    /// The owner writes a postcode with a space.
    spaced: bool,
    /// A street and its last number, for housing that the address list does not know as a complex.
    row: Option<(&'static str, u32)>,
}

const LISTED: [Listed; 4] = [
    Listed {
        owner: "Woonstichting De Vaart",
        id: "C-ANNAHOF",
        name: "Sint-Annahof",
        zero_step: "",
        source: "",
        spaced: false,
        row: None,
    },
    Listed {
        owner: "Woonstichting De Vaart",
        id: "C-LINDE",
        name: "De Linde",
        zero_step: "ja",
        source: "opname 2023",
        spaced: false,
        row: None,
    },
    Listed {
        owner: "Veenwonen",
        id: "C-BRINK",
        name: "Aan de Brink",
        zero_step: "ja",
        source: "woningcartotheek",
        spaced: true,
        row: Some(("Brink", 20)),
    },
    Listed {
        owner: "Veenwonen",
        id: "C-WILGEN",
        name: "De Wilgen",
        zero_step: "nee",
        source: "woningcartotheek",
        spaced: true,
        row: None,
    },
];

/// Entrances and dwellings of each complex, one a line; the last line is of an address that is none.
pub fn list(all: &[Address], postcodes: &[String]) -> String {
    let mut out = String::from(
        "eigenaar;complex_id;complex_naam;soort;straat;huisnummer;toevoeging;postcode;nultreden;nultreden_bron\n",
    );
    for complex in &LISTED {
        let mut add = |what: &str, address: &Address, number: u32, postcode: &str| {
            let (digits, letters) = postcode.split_at(4);
            let space = if complex.spaced { " " } else { "" };
            // writing to a String cannot fail
            let _ = writeln!(
                out,
                "{};{};{};{what};{};{number};{};{digits}{space}{letters};{};{}",
                complex.owner,
                complex.id,
                complex.name,
                address.street,
                address.addition,
                complex.zero_step,
                complex.source,
            );
        };
        let own = |address: &Address| match complex.row {
            Some((street, last)) => {
                address.kind == "address" && address.street == street && address.number <= last
            }
            None => address.complex == Some(complex.id),
        };
        let rows = || {
            all.iter()
                .zip(postcodes)
                .filter(|(address, _)| own(address))
        };
        let entrances = rows().filter(|(address, _)| address.kind == "complex");
        let first = rows().take(usize::from(complex.row.is_some()));
        for (address, postcode) in entrances.chain(first) {
            add("ingang", address, address.number, postcode);
        }
        for (address, postcode) in rows().filter(|(address, _)| address.kind == "address") {
            add("woning", address, address.number, postcode);
        }
        if complex.id == "C-WILGEN" {
            // Numbers of the Wilgenpad end at 59.
            if let Some((address, postcode)) = rows().next_back() {
                add("woning", address, 159, postcode);
            }
        }
    }
    out
}
