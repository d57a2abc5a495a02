//! Indicators that were reported for years and then no more.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::BTreeSet;

/// An indicator of which nothing more is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Vanished {
    /// The last year in which it was reported.
    pub last: i32,
    /// For how many years with documents in a row it had been.
    pub years: usize,
    /// How many years with documents came after.
    pub silent: usize,
}

/// So many years in a row make a habit.
const HABIT: usize = 3;

/// Whether an indicator was reported in at least three years in a row and then no more. `reported` are
/// the dates of the documents that give it, `held` those of all documents of its scope; years without
/// documents count for nothing.
pub fn vanished(reported: &[NaiveDate], held: &[NaiveDate]) -> Option<Vanished> {
    let years = |days: &[NaiveDate]| days.iter().map(Datelike::year).collect::<BTreeSet<i32>>();
    let (reported, held) = (years(reported), years(held));
    let last = *reported.last()?;
    let silent = held.range(last + 1..).count();
    let habit = held.range(..=last).rev().take_while(|year| reported.contains(year)).count();
    (silent > 0 && habit >= HABIT).then_some(Vanished { last, years: habit, silent })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn days(years: &[i32]) -> Vec<NaiveDate> {
        years.iter().filter_map(|year| NaiveDate::from_ymd_opt(*year, 1, 10)).collect()
    }

    #[rstest]
    #[case::three_years_and_silence(&[2018, 2019, 2020], &[2018, 2019, 2020, 2021, 2022], Some((2020, 3, 2)))]
    #[case::still_reported(&[2018, 2019, 2020], &[2018, 2019, 2020], None)]
    #[case::a_lost_document(&[2018, 2020, 2021], &[2018, 2020, 2021, 2022], Some((2021, 3, 1)))]
    #[case::now_and_then(&[2016, 2018, 2020], &[2016, 2017, 2018, 2019, 2020, 2021], None)]
    #[case::never(&[], &[2020], None)]
    fn what_was_a_habit_and_ended_has_vanished(
        #[case] reported: &[i32],
        #[case] held: &[i32],
        #[case] expected: Option<(i32, usize, usize)>,
    ) {
        let found = vanished(&days(reported), &days(held));
        assert_eq!(found.map(|found| (found.last, found.years, found.silent)), expected);
    }
}
