//! Tests of the whole project: its floors, and later its doors side by side.
