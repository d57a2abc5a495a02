//! Series → SVG with plotters, and PNG from that.

mod axis;
mod frame;
mod legend;
mod mark;
mod png;
mod label;

use crate::claim::Status;
use crate::language::Language;
use crate::period::PeriodType;
use crate::series::Series;
use axis::{TimeAxis, ValueAxis};
use chrono::NaiveDate;
use legend::Legend;
use mark::Mark;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

pub use png::{PngError, Typeface, png};

/// What the horizontal axis tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum By {
    /// Points sit at the end of the period that they refer to.
    #[default]
    Period,
    /// Points sit at the day on which they were said.
    Conference,
}

/// A line across the plot before one of its points: what stands left of it is not comparable.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The number of the claim before whose point it stands.
    pub claim: i64,
    /// The day on which it happened, where that is known.
    pub day: Option<NaiveDate>,
    /// What is written at its top, a character or two.
    pub label: String,
    /// What it means, for the tooltip.
    pub words: String,
}

/// What to put beside the drawing.
#[derive(Debug, Clone)]
pub struct ChartOptions {
    /// Title for `<title>`.
    pub title: String,
    /// For `<desc>` and screen readers.
    pub description: String,
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// Words on the chart.
    pub language: Language,
    /// The query of each point's link with its question mark, `?lang=en`; empty for none.
    pub link_query: String,
    /// What the horizontal axis tells.
    pub by: By,
    /// The first and last day to draw; `None` for no limit.
    pub span: (Option<NaiveDate>, Option<NaiveDate>),
    /// The types of period to draw; empty for all.
    pub periods: Vec<PeriodType>,
    /// Breaks to mark.
    pub rules: Vec<Rule>,
    /// The sentences that hold the values, by the numbers of the claims, for the tips.
    pub sentences: HashMap<i64, String>,
    /// Names of indicators by their numbers. Any other goes by the words of its latest value.
    pub names: Vec<(i64, String)>,
}

impl Default for ChartOptions {
    fn default() -> Self {
        Self {
            title: String::new(),
            description: String::new(),
            width: 720,
            height: 360,
            language: Language::default(),
            link_query: String::new(),
            by: By::default(),
            span: (None, None),
            periods: Vec::new(),
            rules: Vec::new(),
            sentences: HashMap::new(),
            names: Vec::new(),
        }
    }
}

/// Draws series of one unit as an SVG document.
///
/// Each dated point is a link of class `point` to its words, `/documents/{document}#c{claim}`, with
/// what it says in its `<title>`. Points without a period are counted, not drawn. The unit is not
/// drawn: it belongs in the subtitle that stands above.
///
/// A full year is a dot, a year to date a square, a stock at a date a triangle, several years a
/// pentagon, any other stretch a triangle on its tip; a target a hollow diamond. Lines follow
/// [`Series::runs`] and join results only. Hedges are whiskers, ranges bars, ghosts faint.
///
/// The value axis of counts and amounts starts at zero, unless the lowest value is above four
/// fifths of the highest: then the differences would not show, and the chart says that it starts
/// elsewhere. Rates and changes start where it suits them; ranks stand with the first at the top.
///
/// Colours are `color` attributes on groups of the classes `s0` to `s3`, everything else is
/// `currentColor`, and the ground is transparent, so that a style sheet can fit it to a dark page.
pub fn svg(series: &[&Series], options: &ChartOptions) -> String {
    let marks = mark::collect(series, options.by, options.span, &options.periods);
    let (width, height) = (options.width.max(200), options.height.max(140));
    let drawing = (!marks.is_empty()).then(|| draw(series, &marks, options, (width, height))).flatten();
    let drawing = drawing.unwrap_or_else(|| nothing(options.language, width, height));
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="group" class="chart" font-family="sans-serif"><title>{}</title><desc>{}</desc>{drawing}</svg>"#,
        label::escape(&options.title),
        label::escape(&options.description),
    )
}

/// What [`framed`] puts above and below a chart, in pixels.
const ABOVE: u32 = 52;
const BELOW: u32 = 26;

/// The size of a chart of this size in the frame of [`framed`].
pub fn framed_size((width, height): (u32, u32)) -> (u32, u32) {
    (width, height + ABOVE + BELOW)
}

/// A chart made by [`svg`] of this size with what must stay with it when it leaves its page: a title and a
/// subtitle above, the source below.
pub fn framed(chart: &str, (width, height): (u32, u32), [title, subtitle, source]: [&str; 3]) -> String {
    let text = |words: &str, baseline: u32, size: u32, more: &str| {
        let most = (width / size) as usize;
        let words = label::escape(&label::shorten(words, most));
        format!(r#"<text x="4" y="{baseline}" font-size="{size}" fill="currentColor"{more}>{words}</text>"#)
    };
    let (_, whole) = framed_size((width, height));
    let place = format!(r#"<svg y="{ABOVE}" width="{width}" height="{height}" overflow="visible" "#);
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {whole}" width="{width}" height="{whole}" font-family="sans-serif"><title>{}</title>{}{}{}{}</svg>"#,
        label::escape(title),
        text(title, 21, 18, r#" font-weight="bold""#),
        text(subtitle, 42, 13, r#" opacity="0.8""#),
        chart.replacen("<svg ", &place, 1),
        text(source, height + ABOVE + 17, 11, r#" opacity="0.8""#),
    )
}

/// All that stands within the frame of the SVG; `None` where plotters cannot draw.
fn draw(series: &[&Series], marks: &[Mark], options: &ChartOptions, size: (u32, u32)) -> Option<String> {
    let language = options.language;
    let looks = mark::looks(series);
    let value_axis = ValueAxis::new(series, marks, size.1, language);
    let left = (value_axis.label_width() as u32 + 14).min(size.0 / 3);
    let notes = legend::notes(series, &value_axis, language);
    let labels = legend::labels(series, &options.names, language);
    let ends = line_ends(series, marks, &labels, &looks, size.0);
    let (legend, top) = Legend::new(&labels, marks, &looks, !ends.is_empty(), language).draw(&notes, size);
    let names = ends.iter().map(|(_, name)| label::text_width(name, 12.0) as u32 + 20);
    let right = names.max().unwrap_or_default().max(frame::RIGHT);
    let plot_width = size.0.saturating_sub(left + right);
    let time_axis = TimeAxis::new(marks, plot_width, options.by, language);

    let rules = mark::places_of_rules(&options.rules, marks, options.by);
    let rules: Vec<(&Rule, f64)> =
        options.rules.iter().zip(rules).filter_map(|(rule, x)| Some((rule, x?))).collect();
    let mut places: Vec<(f64, f64)> =
        marks.iter().flat_map(|mark| [(mark.x, mark.y), (mark.x, mark.y_high)]).collect();
    places.extend(rules.iter().map(|(_, x)| (x.clamp(time_axis.low, time_axis.high), 0.0)));
    places.extend([(time_axis.low, 0.0), (time_axis.high, 0.0)]);
    let frame = frame::draw(size, (top, left, right), &time_axis, &value_axis, &places).ok()?;
    let (pixels, rest) = frame.pixels.split_at(2 * marks.len());
    let at = |position: usize| (pixels[2 * position], pixels[2 * position + 1]);

    let mut out = format!(r#"<g class="axes" aria-hidden="true" font-size="12">{}</g>{legend}"#, frame.svg);
    let crosses = value_axis.low < 0.0 && value_axis.high > 0.0 && !value_axis.is_inverted();
    if let (true, [.., (from, zero), (to, _)]) = (crosses, rest) {
        let _ = write!(
            out,
            r#"<path class="zero" d="M{from} {zero}H{to}" stroke="currentColor" opacity="0.5"/>"#
        );
    }
    let (top, bottom) = (top as i32, (size.1.saturating_sub(frame::BOTTOM)) as i32);
    let rules: Vec<(&Rule, i32)> = rules.iter().zip(rest).map(|((rule, _), (x, _))| (*rule, *x)).collect();
    mark::draw_rules(&mut out, &rules, (top, bottom));
    mark::draw_lines(&mut out, series, marks, &looks, |position| at(position).0);
    // Ghosts first, so that they lie under what replaced them.
    for ghost in [true, false] {
        for (position, mark) in marks.iter().enumerate().filter(|(_, mark)| mark.ghost == ghost) {
            let sentence = options.sentences.get(&mark.point.id).map(String::as_str);
            let tip = label::tip(mark, &labels[mark.series], sentence, language);
            let href =
                format!("/documents/{}{}#c{}", mark.point.document.id, options.link_query, mark.point.id);
            mark::draw_link(&mut out, mark, &looks, at(position), (&href, &tip), value_axis.is_inverted());
        }
    }
    // Beside the plot, where no mark lies; a line that ended long before has its name where it ends.
    let edge = (size.0 - right) as i32;
    let beside = |(x, y): (i32, i32)| (if x * 3 > edge * 2 { edge } else { x }, y);
    let names: Vec<_> = ends
        .iter()
        .map(|(position, name)| (marks[*position].series, name.as_str(), beside(at(*position).0)))
        .collect();
    mark::draw_names(&mut out, &names, &looks, (top, bottom));
    Some(out)
}

/// The mark at which each of several lines ends, by its position, and the name to write beside it; nothing where the
/// names need more than a quarter of the width, and a legend tells the lines apart.
fn line_ends(
    series: &[&Series],
    marks: &[Mark],
    labels: &[String],
    looks: &mark::Looks,
    width: u32,
) -> Vec<(usize, String)> {
    const MOST: usize = 18;
    // On the longest line of results; where there is none, the last.
    let lengths: Vec<HashMap<usize, usize>> = series
        .iter()
        .map(|series| series.runs.iter().flat_map(|run| run.iter().map(|&at| (at, run.len()))).collect())
        .collect();
    let place = |mark: &Mark| {
        let length = lengths[mark.series].get(&mark.position).copied().unwrap_or_default();
        (mark.point.claim.status == Status::Actual, length, mark.x as i64)
    };
    let mut ends: BTreeMap<usize, usize> = BTreeMap::new();
    for (position, mark) in marks.iter().enumerate().filter(|(_, mark)| !labels[mark.series].is_empty()) {
        let end = ends.entry(looks.groups[mark.series]).or_insert(position);
        if place(mark) >= place(&marks[*end]) {
            *end = position;
        }
    }
    let ends: Vec<(usize, String)> = ends
        .into_values()
        .map(|position| (position, label::shorten(&labels[marks[position].series], MOST)))
        .collect();
    let fits = |(_, name): &(usize, String)| label::text_width(name, 12.0) * 4.0 <= f64::from(width);
    if ends.len() > 1 && ends.iter().all(fits) { ends } else { Vec::new() }
}

fn nothing(language: Language, width: u32, height: u32) -> String {
    let text = match language {
        Language::Chinese => "没有期间明确的数值可画",
        Language::English => "No value with a known period to draw",
    };
    format!(
        r#"<text x="{}" y="{}" text-anchor="middle" font-size="14" fill="currentColor" opacity="0.7">{text}</text>"#,
        width / 2,
        height / 2
    )
}

/// A small line without axes, for lists: the runs of the values of one type of period, and a dot at the
/// latest. It is hidden from screen readers, for the list says the value in words.
pub fn sparkline(series: &Series, kind: PeriodType, width: u32, height: u32) -> String {
    let mut out = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" class="sparkline" aria-hidden="true" focusable="false"><g class="s0" color="{}">"#,
        mark::COLOURS[0]
    );
    let marks = mark::collect(&[series], By::Period, (None, None), &[kind]);
    let place = axis::fit(&marks, f64::from(width), f64::from(height));
    let spots: Vec<(&Mark, (f64, f64))> =
        marks.iter().filter(|mark| !mark.ghost).map(|mark| (mark, place(mark))).collect();
    let spot = |position: usize| {
        spots.binary_search_by_key(&position, |(mark, _)| mark.position).ok().map(|at| spots[at].1)
    };
    for run in &series.runs {
        let spots: Vec<(f64, f64)> = run.iter().filter_map(|&position| spot(position)).collect();
        if spots.is_empty() {
            continue;
        }
        if let [(x, y)] = spots[..] {
            let _ =
                write!(out, r#"<circle cx="{x:.1}" cy="{y:.1}" r="1.5" fill="currentColor" opacity="0.5"/>"#);
            continue;
        }
        let corners: Vec<String> = spots.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let _ = write!(
            out,
            r#"<polyline points="{}" fill="none" stroke="currentColor" stroke-width="1.5"/>"#,
            corners.join(" ")
        );
    }
    if let Some((_, (x, y))) = spots.last() {
        let _ = write!(out, r#"<circle cx="{x:.1}" cy="{y:.1}" r="2.5" fill="currentColor"/>"#);
    }
    out.push_str("</g></svg>");
    out
}

#[cfg(test)]
mod tests;
