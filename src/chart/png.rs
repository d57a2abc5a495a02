//! SVG → PNG, with a font that holds Chinese.

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::{Database, FaceInfo, Source};
use resvg::usvg::{Options, Tree};
use skrifa::{FontRef, MetadataProvider};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// Pixels for each CSS pixel, so that a drawing is sharp on paper and in slides.
const SCALE: f32 = 2.0;

/// The font of drawings that are no SVG: a file, else whatever the system has that holds Chinese.
///
/// It is looked for once, by [`Typeface::prepare`] or at the first drawing, since reading a system's fonts
/// takes a moment. Clones share what was found.
#[derive(Debug, Clone, Default)]
pub struct Typeface {
    file: Option<PathBuf>,
    found: Arc<OnceLock<Option<Arc<Database>>>>,
}

/// Why there is no PNG.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// Neither the file nor the system's fonts hold Chinese characters.
    #[error("no font holds Chinese characters")]
    NoFont,
    /// The drawing could not be turned into pixels.
    #[error("the drawing could not be turned into pixels: {0}")]
    Drawing(String),
}

impl Typeface {
    /// The font in `file`; `None` takes one of the system's.
    pub fn new(file: Option<PathBuf>) -> Self {
        Self { file, found: Arc::default() }
    }

    /// Looks for the font now, so that the first drawing need not wait for it. Takes a second or two.
    pub fn prepare(&self) {
        let _ = self.fonts();
    }

    fn fonts(&self) -> Option<Arc<Database>> {
        self.found.get_or_init(|| self.look()).clone()
    }

    /// A database of the one file that will be drawn with, held in memory: drawing asks for the bytes of a
    /// font for every word, and reads them from the disk each time where they are not.
    fn look(&self) -> Option<Arc<Database>> {
        let mut known = Database::new();
        match &self.file {
            Some(file) => {
                if let Err(error) = known.load_font_file(file) {
                    tracing::warn!(%error, file = %file.display(), "the font cannot be read");
                }
            }
            None => known.load_system_fonts(),
        }
        let holds_chinese = |data: &[u8], index| {
            FontRef::from_index(data, index).is_ok_and(|font| font.charmap().map('国').is_some())
        };
        let family = |face: &FaceInfo| face.families.first().map(|(name, _)| name.clone());
        // A regular face before a bold one, one drawn for the mainland before its siblings, and of equals
        // always the same. In that order, since looking into each file takes a while.
        let mut faces: Vec<&FaceInfo> = known.faces().collect();
        faces.sort_by_cached_key(|face| {
            let mainland = family(face).is_some_and(|name| name.ends_with(" SC"));
            (face.weight.0.abs_diff(400), face.monospaced, !mainland, face.post_script_name.clone())
        });
        let chosen =
            faces.into_iter().find(|face| known.with_face_data(face.id, holds_chinese) == Some(true))?;
        let mut fonts = Database::new();
        fonts.load_font_source(match &chosen.source {
            Source::File(file) => Source::Binary(Arc::new(std::fs::read(file).ok()?)),
            held @ Source::Binary(_) => held.clone(),
        });
        let family = family(chosen)?;
        fonts.set_sans_serif_family(family.clone());
        // What drawing falls back on where a font lacks a character.
        fonts.set_serif_family(family);
        Some(Arc::new(fonts))
    }
}

/// The drawing of [`super::svg`] as pixels on white.
pub fn png(svg: &str, typeface: &Typeface) -> Result<Vec<u8>, PngError> {
    let fontdb = typeface.fonts().ok_or(PngError::NoFont)?;
    let failed = |error: &dyn std::fmt::Display| PngError::Drawing(error.to_string());
    let options = Options { fontdb, ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| failed(&error))?;
    let size = tree.size().to_int_size().scale_by(SCALE).ok_or_else(|| failed(&"it has no size"))?;
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or_else(|| failed(&"it is too large"))?;
    pixels.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| failed(&error))
}

#[cfg(test)]
mod tests {
    use super::{PngError, Typeface, png};
    use resvg::tiny_skia::Pixmap;

    const DRAWING: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" font-family="sans-serif"><g color="#12436d"><text x="2" y="16" font-size="16" fill="currentColor">国</text></g></svg>"##;

    #[test]
    fn a_drawing_has_its_words_where_a_font_holds_them() {
        match png(DRAWING, &Typeface::default()) {
            Ok(bytes) => {
                let pixels = Pixmap::decode_png(&bytes).unwrap();
                assert_eq!((pixels.width(), pixels.height()), (80, 40));
                let blue = pixels
                    .pixels()
                    .iter()
                    .filter(|pixel| pixel.blue() > pixel.red().saturating_add(40))
                    .count();
                assert!(blue > 50, "{blue} pixels of ink");
            }
            // A machine without such a font is told so.
            Err(error) => assert!(matches!(error, PngError::NoFont), "{error}"),
        }
    }

    #[test]
    fn a_font_that_cannot_be_read_is_no_font() {
        let missing = Typeface::new(Some("no-such-folder/font.ttf".into()));
        assert!(matches!(png(DRAWING, &missing), Err(PngError::NoFont)));
    }
}
