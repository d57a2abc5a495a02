//! numeral
