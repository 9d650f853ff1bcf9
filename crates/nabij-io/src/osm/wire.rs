//! The protobuf wire format, as far as PBF uses it.
//!
//! Own code, because decoders at hand panic on hostile input (unknown member types, sums that overflow).
//! Nothing here indexes or allocates: what is wrong becomes [`Wrong`].

/// What is wrong with a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wrong(pub(crate) &'static str);

/// The value of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value<'b> {
    Number(u64),
    Bytes(&'b [u8]),
    Fixed,
}

impl<'b> Value<'b> {
    pub(crate) fn number(self) -> Result<u64, Wrong> {
        match self {
            Value::Number(number) => Ok(number),
            _ => Err(Wrong("a number is expected")),
        }
    }

    pub(crate) fn bytes(self) -> Result<&'b [u8], Wrong> {
        match self {
            Value::Bytes(bytes) => Ok(bytes),
            _ => Err(Wrong("a text, message or packed list is expected")),
        }
    }
}

/// Reads the fields of a message one by one.
#[derive(Clone, Debug)]
pub(crate) struct Message<'b>(pub(crate) &'b [u8]);

impl<'b> Message<'b> {
    /// The next field's number and value.
    pub(crate) fn field(&mut self) -> Result<Option<(u64, Value<'b>)>, Wrong> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let tag = varint(&mut self.0)?;
        let value = match tag & 7 {
            0 => Value::Number(varint(&mut self.0)?),
            1 => self.skip(8)?,
            2 => {
                let length = varint(&mut self.0)?;
                let (bytes, rest) = usize::try_from(length)
                    .ok()
                    .and_then(|length| self.0.split_at_checked(length))
                    .ok_or(Wrong("a field is longer than its message"))?;
                self.0 = rest;
                Value::Bytes(bytes)
            }
            5 => self.skip(4)?,
            _ => return Err(Wrong("a field of unknown wire type")),
        };
        Ok(Some((tag >> 3, value)))
    }

    fn skip(&mut self, bytes: usize) -> Result<Value<'b>, Wrong> {
        let (_, rest) = self
            .0
            .split_at_checked(bytes)
            .ok_or(Wrong("a field is longer than its message"))?;
        self.0 = rest;
        Ok(Value::Fixed)
    }
}

/// Takes one number of up to ten bytes off the front.
#[inline]
pub(crate) fn varint(bytes: &mut &[u8]) -> Result<u64, Wrong> {
    let mut number = 0_u64;
    let mut shift = 0_u32;
    loop {
        let (&byte, rest) = bytes.split_first().ok_or(Wrong("a number is cut off"))?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(number);
        }
        shift += 7;
        if shift > 63 {
            return Err(Wrong("a number of more than ten bytes"));
        }
    }
}

/// The signed number behind a zigzag-coded one.
#[inline]
pub(crate) fn zigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

/// A packed list of numbers.
#[derive(Clone, Debug)]
pub(crate) struct Numbers<'b>(pub(crate) &'b [u8]);

impl Iterator for Numbers<'_> {
    type Item = Result<u64, Wrong>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let number = varint(&mut self.0);
        if number.is_err() {
            self.0 = &[];
        }
        Some(number)
    }
}

/// A packed list of zigzag-coded differences, summed up.
#[derive(Clone, Debug)]
pub(crate) struct Sums<'b> {
    differences: Numbers<'b>,
    sum: i64,
}

impl<'b> Sums<'b> {
    pub(crate) fn new(packed: &'b [u8]) -> Self {
        Sums {
            differences: Numbers(packed),
            sum: 0,
        }
    }
}

impl Iterator for Sums<'_> {
    type Item = Result<i64, Wrong>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        Some(self.differences.next()?.map(|difference| {
            self.sum = self.sum.wrapping_add(zigzag(difference));
            self.sum
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_sums() {
        assert_eq!(varint(&mut &[0xac, 0x02][..]), Ok(300));
        assert_eq!(varint(&mut &[0x80][..]), Err(Wrong("a number is cut off")));
        assert!(varint(&mut &[0xff; 11][..]).is_err());
        assert_eq!([0, 1, 2, 3, u64::MAX].map(zigzag), [0, -1, 1, -2, i64::MIN]);
        let sums: Result<Vec<_>, _> = Sums::new(&[6, 1, 2]).collect();
        assert_eq!(sums, Ok(vec![3, 2, 3]));
    }

    #[test]
    fn fields_end_inside_their_message() {
        let mut message = Message(&[0x08, 0x05, 0x12, 0x01, b'x']);
        assert_eq!(message.field(), Ok(Some((1, Value::Number(5)))));
        assert_eq!(message.field(), Ok(Some((2, Value::Bytes(b"x")))));
        assert_eq!(message.field(), Ok(None));
        assert!(Message(&[0x12, 0x02, b'x']).field().is_err());
        assert!(Message(&[0x0b]).field().is_err());
        assert!(Message(&[0x09, 1, 2]).field().is_err());
    }
}
