//! Lines on standard output and standard error: every command writes them here.

use std::{
    fmt::Arguments,
    io::{self, ErrorKind, Write},
    process,
};

/// A line on standard output, as `println!` would write it.
macro_rules! say {
    ($($text:tt)*) => { $crate::say::out_line(format_args!($($text)*)) };
}

/// A line on standard error, as `eprintln!` would write it.
macro_rules! aside {
    ($($text:tt)*) => { $crate::say::aside_line(format_args!($($text)*)) };
}

pub(crate) use {aside, say};

/// Writes the line. Where nobody reads on (`| head`) the command ends, without a word and as if it
/// had said everything: files are written before they are told of.
pub fn out_line(text: Arguments<'_>) {
    if let Err(error) = writeln!(io::stdout().lock(), "{text}") {
        if error.kind() == ErrorKind::BrokenPipe {
            process::exit(0);
        }
        aside_line(format_args!("error: standard output: {error}"));
        process::exit(1);
    }
}

/// Writes the line. Where nobody reads it there is nobody to tell, and the work goes on.
pub fn aside_line(text: Arguments<'_>) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
