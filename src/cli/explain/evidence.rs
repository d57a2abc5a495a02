//! What in a text bears out a reading: the numeral in a quote, the words that gave the time, the sign of a plan.

use crate::claim::{self, Claim, Kind, Outlook, Part, Status};
use crate::document::Span;
use crate::lexicon::{NameRole, lexicon};
use crate::numeral;
use crate::text::Transcript;
use crate::text::sentence::sentences;
use crate::text::shadow::Shadow;

/// A text with its sentences.
pub(super) struct Evidence<'a> {
    pub(super) transcript: &'a Transcript,
    shadow: Shadow<'a>,
    /// In order of the text.
    sentences: Vec<Span>,
    /// Its parts, in order.
    pub(super) parts: Vec<Part>,
}

/// A quote taken apart: 近 7万 件, 4500 余 条, 90 % 以上.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// The numeral as it stands, with its scale.
    pub(super) numeral: String,
    /// The words that make it more, less or about.
    pub(super) hedge: String,
}

/// Where an indicator's name was found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// In one piece in the claim's sentence.
    Verbatim,
    /// Its words stand apart in the sentence.
    Joined,
    /// Not in the sentence.
    Before,
}

/// Why a claim is taken for a plan, or for a fact.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// A word such as 力争 stands before the quantity.
    Word(String),
    /// The time lies after the document's date.
    Ahead,
    /// It stands in a part of the text that plans, which these words open.
    Part(String),
    /// What goes before speaks of goals.
    Before,
    /// Nothing says that it is a plan.
    None,
}

/// Where a claim's place comes from.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Whence {
    /// From a word of the sentence.
    Word(String),
    /// From the document.
    Document,
}

impl<'a> Evidence<'a> {
    pub(super) fn new(transcript: &'a Transcript) -> Self {
        let shadow = Shadow::new(&transcript.text);
        let sentences =
            transcript.blocks.iter().flat_map(|block| sentences(&shadow.chars, block.span)).collect();
        Self { transcript, shadow, sentences, parts: claim::parts(transcript) }
    }

    /// The original words of a span.
    pub(super) fn quote(&self, span: Span) -> &'a str {
        self.shadow.quote(span)
    }

    /// The sentence at a position.
    pub(super) fn sentence(&self, at: usize) -> Span {
        let after = self.sentences.partition_point(|sentence| sentence.end <= at);
        self.sentences
            .get(after)
            .copied()
            .filter(|sentence| sentence.start <= at)
            .unwrap_or_else(|| Span::new(at, (at + 1).min(self.shadow.chars.len())))
    }

    /// The quote's numeral and hedge, where the value is just that of the numeral.
    pub(super) fn parts(&self, claim: &Claim) -> Option<Parts> {
        if matches!(claim.kind, Kind::Rank | Kind::Streak) || claim.value_high.is_some() {
            return None;
        }
        let chars = self.shadow.slice(Span::new(claim.start, claim.end));
        let (at, read) = (0..chars.len()).find_map(|at| Some((at, numeral::read(&chars[at..])?)))?;
        if read.value != claim.value {
            return None;
        }
        let text = |chars: &[char]| chars.iter().collect::<String>();
        let numeral = text(&chars[at..at + read.len]);
        let inner = numeral.trim_end_matches(['余', '多', '来', '几']).len();
        let after = text(&chars[at + read.len..]).replacen(&claim.unit, "", 1);
        let hedge = [&text(&chars[..at]), &numeral[inner..], after.trim()].concat();
        Some(Parts { numeral: numeral[..inner].to_owned(), hedge })
    }

    /// Where the indicator's name was found.
    pub(super) fn naming(&self, claim: &Claim) -> Naming {
        let sentence = self.shadow.folded(claim.sentence);
        if sentence.contains(claim.indicator.as_str()) {
            return Naming::Verbatim;
        }
        let missing =
            claim.indicator.chars().filter(|c| c.is_alphanumeric() && !sentence.contains(*c)).count();
        if missing * 4 > claim.indicator.chars().count() { Naming::Before } else { Naming::Joined }
    }

    /// Where the claim's place comes from.
    pub(super) fn whence(&self, claim: &Claim) -> Whence {
        let sentence = self.shadow.folded(claim.sentence);
        let Some(scope) = claim.scope.as_deref().filter(|scope| !scope.is_empty()) else {
            return Whence::Document;
        };
        let short = scope.strip_suffix(['省', '市', '区', '县']).filter(|short| short.chars().count() > 1);
        let says = |word: &&str| sentence.contains(*word);
        let province = ["全省", "我省", "省内"].iter().find(|word| scope.ends_with('省') && says(word));
        [Some(scope), short, province.copied()]
            .into_iter()
            .flatten()
            .find(says)
            .map_or(Whence::Document, |word| Whence::Word(word.to_owned()))
    }

    /// The last sentence before the claim's that holds the words which gave its time.
    pub(super) fn sentence_of_time(&self, claim: &Claim) -> Option<&'a str> {
        let words = claim.period.as_ref().map(|period| period.text.as_str()).filter(|w| !w.is_empty())?;
        let before = self.sentences.partition_point(|sentence| sentence.end <= claim.sentence.start);
        self.sentences[..before].iter().rev().map(|&span| self.quote(span)).find(|text| text.contains(words))
    }

    /// The part that holds a place in the text.
    fn part(&self, at: usize) -> Option<&Part> {
        self.parts.iter().rev().find(|part| part.span.start <= at)
    }

    /// Why the claim is taken for a plan or a fact.
    pub(super) fn sign(&self, claim: &Claim) -> Sign {
        if claim.status == Status::Actual {
            return Sign::None;
        }
        if let Some(word) = self.word_of_plan(claim) {
            return Sign::Word(word);
        }
        let start = claim.period.as_ref().and_then(|period| period.start);
        if start.zip(self.transcript.date).is_some_and(|(start, date)| start > date) {
            return Sign::Ahead;
        }
        match self.part(claim.start).filter(|part| part.outlook == Outlook::Plan) {
            Some(part) => {
                Sign::Part(part.opening.map_or_else(String::new, |span| self.quote(span).to_owned()))
            }
            None => Sign::Before,
        }
    }

    /// The last word before the quantity, within its sentence, that begins a plan.
    fn word_of_plan(&self, claim: &Claim) -> Option<String> {
        let chars = self.shadow.slice(Span::new(claim.sentence.start, claim.start));
        let at_word = |at: usize| {
            let rest = &chars[at..];
            let (len, _) = lexicon().names.longest(rest).filter(|(_, role)| **role == NameRole::Plan)?;
            Some(rest[..len].iter().collect::<String>())
        };
        let common = |at: usize| {
            let rest: String = chars[at..].iter().take(2).collect();
            ["目标", "下一", "将"].iter().find(|word| rest.starts_with(*word)).map(|word| (*word).to_owned())
        };
        (0..chars.len()).rev().find_map(|at| at_word(at).or_else(|| common(at)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::extract;
    use chrono::NaiveDate;
    use rstest::rstest;

    fn transcript(text: &str) -> Transcript {
        Transcript::from_text(text, NaiveDate::from_ymd_opt(2024, 11, 20), Some("云州市".into()))
    }

    #[rstest]
    #[case("今年受理群众诉求740万件。", "740万", "")]
    #[case("今年受理群众诉求近7万件。", "7万", "近")]
    #[case("今年发布惠企政策4500余条。", "4500", "余")]
    #[case("今年群众满意率保持在90%以上。", "90", "以上")]
    fn a_quote_is_taken_apart(#[case] text: &str, #[case] numeral: &str, #[case] hedge: &str) {
        let transcript = transcript(text);
        let claim = &extract(&transcript).claims[0];
        let parts = Evidence::new(&transcript).parts(claim).unwrap();
        assert_eq!((parts.numeral.as_str(), parts.hedge.as_str()), (numeral, hedge));
    }

    #[rstest]
    #[case("今年受理群众诉求740万件。", Sign::None)]
    #[case("明年力争受理群众诉求740万件。", Sign::Word("力争".into()))]
    #[case("2026年受理群众诉求740万件。", Sign::Ahead)]
    fn the_sign_of_a_plan_is_found(#[case] text: &str, #[case] sign: Sign) {
        let transcript = transcript(text);
        let claim = &extract(&transcript).claims[0];
        assert_eq!(Evidence::new(&transcript).sign(claim), sign);
    }

    #[test]
    fn an_inherited_time_leads_to_the_sentence_that_says_it() {
        let transcript = transcript("2023年，我们狠抓落实。规模以上工业增加值增长7.2%。");
        let claim = &extract(&transcript).claims[0];
        assert_eq!(Evidence::new(&transcript).sentence_of_time(claim), Some("2023年，我们狠抓落实。"));
    }
}
