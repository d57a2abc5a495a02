//! What the axes span, where their ticks stand, and what is written beside them.

use super::By;
use super::label::text_width;
use super::mark::{Mark, day_number, day_of};
use crate::claim::Kind;
use crate::language::Language;
use crate::period::PeriodType;
use crate::series::Series;
use crate::words::number;
use chrono::{Datelike, Months, NaiveDate};

/// Height that a tick of the value axis needs, in pixels.
const TICK_HEIGHT: f64 = 46.0;
/// Counts start at zero up to this share of lowest to highest.
const FAR_FROM_ZERO: f64 = 0.8;
/// Pixels free above the highest value, for whiskers and the numbers of breaks.
const HEADROOM: f64 = 26.0;

/// The vertical axis.
#[derive(Debug)]
pub(super) struct ValueAxis {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) ticks: Vec<f64>,
    /// What one of `word` is.
    scale: f64,
    word: &'static str,
    decimals: usize,
    inverted: bool,
    from_zero_expected: bool,
    language: Language,
}

impl ValueAxis {
    /// Fits the axis to marks of one unit on a plot `height` pixels high.
    pub(super) fn new(series: &[&Series], marks: &[Mark], height: u32, language: Language) -> Self {
        let values = || marks.iter().flat_map(|mark| [mark.y, mark.y_high]);
        let extent = extent(values());
        let unit = series.first().map_or("", |series| series.unit.as_str());
        let rate = matches!(unit, "%" | "‰");
        let counts = !rate && series.iter().all(|series| matches!(series.kind, Kind::Level | Kind::Streak));
        let height = f64::from(height);
        let mut axis = if series.iter().all(|series| series.kind == Kind::Rank) {
            Self::of_ranks(extent.1, height, language)
        } else {
            let whole = values().all(|value| value.fract() == 0.0);
            Self::of_amounts(extent, (counts, rate, whole), height, language)
        };
        // The highest value keeps its distance to the edge, though not always below another tick.
        let room = HEADROOM / height * (axis.high - axis.low);
        if axis.inverted {
            axis.low = axis.low.min(extent.0 - room);
        } else {
            axis.high = axis.high.max(extent.1 + room);
        }
        axis
    }

    fn of_amounts(
        (least, most): (f64, f64),
        (counts, rate, whole): (bool, bool, bool),
        height: f64,
        language: Language,
    ) -> Self {
        let (mut low, mut high) = if counts { from_zero(least, most) } else { free(least, most) };
        if high - low <= f64::EPSILON * high.abs() {
            let around = (high.abs() / 10.0).max(1.0);
            (low, high) = if counts { (low, high + around) } else { (low - around, high + around) };
        }
        if rate && least >= 0.0 && most <= 100.0 {
            (low, high) = (low.max(0.0), high.min(100.0));
        }
        let mut step = nice((high - low) / (height / TICK_HEIGHT).clamp(2.0, 7.0));
        if whole {
            step = step.max(1.0);
        }
        let first = (low / step).floor() * step;
        let steps = ((high - first) / step - 1e-9).ceil().max(1.0);
        let ticks: Vec<f64> = (0..=steps as u32).map(|count| first + f64::from(count) * step).collect();
        let high = first + steps * step;
        let largest = first.abs().max(high.abs());
        let scale = number::scales(language).iter().find(|scale| largest >= scale.one as f64);
        let (scale, word) = scale.map_or((1.0, ""), |scale| (scale.one as f64, scale.word));
        Self {
            low: first,
            high,
            ticks,
            scale,
            word,
            decimals: decimals(step / scale).max(decimals(first / scale)),
            inverted: false,
            from_zero_expected: counts && (first > 0.0 || high < 0.0),
            language,
        }
    }

    /// Whole places, the first at the top and a few at least.
    fn of_ranks(most: f64, height: f64, language: Language) -> Self {
        let most = most.max(3.0);
        let step = nice(most / (height / TICK_HEIGHT).clamp(2.0, 7.0)).max(1.0) as u32;
        // 1, 3, 5 but 1, 5, 10.
        let from = u32::from(step < 5);
        let ticks = (from..=most.ceil() as u32).step_by(step as usize).map(|place| f64::from(place.max(1)));
        Self {
            low: 1.0,
            high: most + 0.5,
            ticks: ticks.collect(),
            scale: 1.0,
            word: "",
            decimals: 0,
            inverted: true,
            from_zero_expected: false,
            language,
        }
    }

    /// What is written beside a tick; the unit stands in the subtitle.
    pub(super) fn label(&self, value: f64) -> String {
        if value == 0.0 {
            return "0".to_owned();
        }
        let number = format!("{:.*}", self.decimals, value / self.scale);
        format!("{}{}", number::digits(&number, self.language), self.word)
    }

    /// The widest label, in pixels.
    pub(super) fn label_width(&self) -> f64 {
        self.ticks.iter().map(|tick| text_width(&self.label(*tick), 12.0)).fold(0.0, f64::max)
    }

    /// True where a reader would take it to start at zero, and it does not.
    pub(super) fn is_cut(&self) -> bool {
        self.from_zero_expected
    }

    /// True where small values stand at the top: ranks.
    pub(super) fn is_inverted(&self) -> bool {
        self.inverted
    }
}

fn extent(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

fn from_zero(least: f64, most: f64) -> (f64, f64) {
    let (near, far) = if least.abs() < most.abs() { (least, most) } else { (most, least) };
    let spread = least < most;
    if near * far > 0.0 && spread && near / far > FAR_FROM_ZERO {
        return free(least, most);
    }
    (least.min(0.0), most.max(0.0))
}

/// With room below and above, so that no mark lies on the other axis; never across zero.
fn free(least: f64, most: f64) -> (f64, f64) {
    let room = (most - least) / 10.0;
    let low = if least >= 0.0 { (least - room).max(0.0) } else { least - room };
    let high = if most <= 0.0 { (most + room).min(0.0) } else { most + room };
    (low, high)
}

/// The smallest of 1, 2, 5 × 10ⁿ that is not below `step`.
fn nice(step: f64) -> f64 {
    let power = 10_f64.powf(step.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power);
    steps.into_iter().find(|nice| *nice >= step * (1.0 - 1e-9)).unwrap_or(steps[3])
}

/// How many decimals show `number` in full, at most nine.
fn decimals(number: f64) -> usize {
    let exact = |places: &usize| {
        let shifted = number * 10_f64.powi(*places as i32);
        (shifted - shifted.round()).abs() < 1e-6 * shifted.abs().max(1.0)
    };
    (0..9).find(exact).unwrap_or(9)
}

/// The horizontal axis, in days.
#[derive(Debug)]
pub(super) struct TimeAxis {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) ticks: Vec<f64>,
    months: bool,
    at_year_ends: bool,
    language: Language,
}

impl TimeAxis {
    /// Fits the axis to the marks; ticks stand at the ends of years, where full years are drawn,
    /// or at the ends of months where no two ends of years are in sight and not all values are of years.
    pub(super) fn new(marks: &[Mark], width: u32, by: By, language: Language) -> Self {
        let (first, last) = extent(marks.iter().map(|mark| mark.x));
        let room = if last > first { ((last - first) * 0.06).max(12.0) } else { 200.0 };
        let (low, high) = (first - room, last + room);
        let full_years = by == By::Period && marks.iter().all(|mark| mark.class == PeriodType::Year);
        let mut axis =
            Self { low, high, ticks: Vec::new(), months: false, at_year_ends: !full_years, language };

        let (from, to) = (day_of(low.ceil()), day_of(high.floor()));
        let years: Vec<NaiveDate> = (from.year()..=to.year())
            .filter_map(|year| NaiveDate::from_ymd_opt(year, 12, 31))
            .filter(|day| *day >= from && *day <= to)
            .collect();
        // Ends of months say nothing of values that are of years.
        let shorter =
            |class| !matches!(class, PeriodType::Year | PeriodType::MultiYear | PeriodType::CumulativeSince);
        let by_months = by == By::Conference || marks.iter().any(|mark| shorter(mark.class));
        axis.months = years.len() < 2 && by_months;
        let days = if axis.months { month_ends(from, to) } else { years };
        let ticks: Vec<f64> = days.into_iter().map(day_number).collect();
        axis.ticks = axis.thin_out(&ticks, f64::from(width));
        axis
    }

    /// Leaves out ticks until their labels have room; the newest stays.
    fn thin_out(&self, ticks: &[f64], width: f64) -> Vec<f64> {
        let label = ticks.iter().map(|tick| text_width(&self.label(*tick), 12.0)).fold(0.0, f64::max) + 14.0;
        let Some(widest) = ticks.windows(2).map(|pair| pair[1] - pair[0]).reduce(f64::max) else {
            return ticks.to_vec();
        };
        let apart = widest / (self.high - self.low) * width;
        let every = (label / apart).ceil().max(1.0) as usize;
        let steps: &[usize] = if self.months { &[1, 2, 3, 6, 12] } else { &[1, 2, 5, 10, 20, 50, 100] };
        let every = steps.iter().copied().find(|step| *step >= every).unwrap_or(every);
        let mut kept: Vec<f64> = ticks.iter().rev().step_by(every).copied().collect();
        kept.reverse();
        kept
    }

    /// What is written under a tick.
    pub(super) fn label(&self, number: f64) -> String {
        let day = day_of(number);
        let (year, month) = (day.year(), day.month());
        match (self.language, self.months, self.at_year_ends) {
            (Language::Chinese, true, _) => format!("{year}年{month}月底"),
            (Language::English, true, _) => day.format("end %b %Y").to_string(),
            (Language::Chinese, false, true) => format!("{year}年底"),
            (Language::English, false, true) => format!("end {year}"),
            (_, false, false) => year.to_string(),
        }
    }
}

fn month_ends(from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let first_of_next = from.with_day(1).and_then(|day| day.checked_add_months(Months::new(1)));
    let firsts = std::iter::successors(first_of_next, |day| day.checked_add_months(Months::new(1)));
    firsts.filter_map(|day| day.pred_opt()).take_while(|day| *day <= to).filter(|day| *day >= from).collect()
}

/// The height of a sparkline stands for at least this part of its largest value.
const LEAST_SHARE: f64 = 0.2;

/// Places marks within `width` × `height` pixels, edge to edge but for the size of a dot.
pub(super) fn fit(marks: &[Mark], width: f64, height: f64) -> impl Fn(&Mark) -> (f64, f64) {
    const EDGE: f64 = 3.0;
    let (first, last) = extent(marks.iter().map(|mark| mark.x));
    let (bottom, top) = extent(marks.iter().map(|mark| mark.y));
    // Without an axis nobody sees that a steep line rises by a hundredth: what hardly moves is nearly flat.
    let lacking = (bottom.abs().max(top.abs()) * LEAST_SHARE - (top - bottom)).max(0.0) / 2.0;
    let (bottom, top) = (bottom - lacking, top + lacking);
    let share = |value: f64, low: f64, high: f64| {
        if high > low { (value - low) / (high - low) } else { 0.5 }
    };
    move |mark| {
        let x = EDGE + share(mark.x, first, last) * (width - 2.0 * EDGE);
        let y = height - EDGE - share(mark.y, bottom, top) * (height - 2.0 * EDGE);
        (x, y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(0.7, 1.0)]
    #[case(2.0, 2.0)]
    #[case(2.1, 5.0)]
    #[case(2600.0, 5000.0)]
    #[case(0.06, 0.1)]
    fn steps_are_round(#[case] step: f64, #[case] expected: f64) {
        assert!((nice(step) / expected - 1.0).abs() < 1e-9);
    }

    fn axis(least: f64, most: f64, language: Language) -> ValueAxis {
        ValueAxis::of_amounts((least, most), (true, false, false), 300.0, language)
    }

    #[rstest]
    #[case(1.0, "1.0", "1.0")]
    #[case(10.0, "10", "10")]
    #[case(100.0, "100", "100")]
    #[case(1e3, "1000", "1,000")]
    #[case(1e4, "1.0万", "10,000")]
    #[case(1e5, "10万", "100,000")]
    #[case(2.5e5, "25万", "250,000")]
    #[case(1e6, "100万", "1.0 million")]
    #[case(2.5e6, "250万", "2.5 million")]
    #[case(1e7, "1000万", "10 million")]
    #[case(1e8, "1.0亿", "100 million")]
    #[case(1e9, "10亿", "1.0 billion")]
    #[case(2.5e9, "25亿", "2.5 billion")]
    #[case(1e10, "100亿", "10 billion")]
    #[case(1e11, "1000亿", "100 billion")]
    #[case(1e12, "1.0万亿", "1.0 trillion")]
    #[case(1e13, "10万亿", "10 trillion")]
    #[case(-2.5e5, "−25万", "−250,000")]
    #[case(-1e13, "−10万亿", "−10 trillion")]
    fn a_tick_says_its_value(#[case] value: f64, #[case] chinese: &str, #[case] english: &str) {
        for (language, expected) in [(Language::Chinese, chinese), (Language::English, english)] {
            let axis = axis(value.min(0.0), value.max(0.0), language);
            let tick =
                axis.ticks.iter().find(|tick| (**tick / value - 1.0).abs() < 1e-9).expect("a tick there");
            assert_eq!(axis.label(*tick), expected);
        }
    }

    /// Reads a label again.
    fn read(label: &str, language: Language) -> f64 {
        let scale = number::scales(language).iter().find(|scale| label.ends_with(scale.word));
        let (digits, one) = scale.map_or((label, 1), |scale| (label.trim_end_matches(scale.word), scale.one));
        digits.replace(',', "").replace('−', "-").parse::<f64>().expect("a number") * one as f64
    }

    #[test]
    fn every_label_reads_back_as_its_tick() {
        for language in [Language::Chinese, Language::English] {
            for power in -3..=13 {
                for factor in [1.0, 1.7, 2.5, 3.3, 9.6] {
                    let most = factor * 10_f64.powi(power);
                    for (low, high) in [(0.0, most), (-most, 0.0), (-most / 3.0, most), (most * 0.95, most)] {
                        let axis = axis(low, high, language);
                        for &tick in &axis.ticks {
                            let label = axis.label(tick);
                            assert!((read(&label, language) - tick).abs() < 1e-6 * most, "{tick}: {label}");
                        }
                    }
                }
            }
        }
    }

    #[rstest]
    #[case(3.0, &[1.0, 2.0, 3.0])]
    #[case(9.0, &[1.0, 3.0, 5.0, 7.0, 9.0])]
    #[case(28.0, &[1.0, 5.0, 10.0, 15.0, 20.0, 25.0])]
    fn ranks_stand_at_whole_places(#[case] most: f64, #[case] ticks: &[f64]) {
        assert_eq!(ValueAxis::of_ranks(most, 300.0, Language::Chinese).ticks, ticks);
    }

    #[rstest]
    #[case::counts(30.0, 100.0, (0.0, 100.0))]
    #[case::far_from_zero(90.0, 100.0, (89.0, 101.0))]
    #[case::all_equal(95.0, 95.0, (0.0, 95.0))]
    #[case::below_zero(-50.0, -10.0, (-50.0, 0.0))]
    #[case::both_sides(-5.0, 100.0, (-5.0, 100.0))]
    fn counts_start_at_zero_unless_far_from_it(
        #[case] least: f64,
        #[case] most: f64,
        #[case] expected: (f64, f64),
    ) {
        assert_eq!(from_zero(least, most), expected);
    }
}
