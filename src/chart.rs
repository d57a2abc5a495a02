//! Series → SVG with plotters.

use crate::series::Series;

/// Which language the words on a chart are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// 简体中文
    #[default]
    Chinese,
    /// English
    English,
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
}

/// Draws series of one unit as an SVG document.
pub fn svg(series: &[&Series], options: &ChartOptions) -> String {
    let _ = (series, options);
    String::new()
}

/// A small line without axes, for lists.
pub fn sparkline(series: &Series, width: u32, height: u32) -> String {
    let _ = (series, width, height);
    String::new()
}
