//! Sentences → words with their part of speech.

use crate::document::Span;
use crate::lexicon::lexicon;
use jieba_rs::Jieba;
use std::sync::LazyLock;

/// A word's part of speech, as far as grammar here asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// A verb: 受理.
    Verb,
    /// A verb used as a noun: 服务, 投资.
    VerbNoun,
    /// A noun, a name, an abbreviation.
    Noun,
    /// A place name.
    Place,
    /// An adverb: 持续.
    Adverb,
    /// An adjective.
    Adjective,
    /// A preposition: 对, 在.
    Preposition,
    /// A conjunction: 和.
    Conjunction,
    /// 的, 了, 等.
    Particle,
    /// A punctuation mark, a quotation mark.
    Mark,
    /// Anything else.
    Other,
}

/// A word where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Its part of speech.
    pub tag: Tag,
}

/// Splits a stretch into words. Numbers and times should be left out of it: jieba reads
/// 2024年前三季度 as 年前.
pub fn tokens(chars: &[char], within: Span) -> Vec<Token> {
    static JIEBA: LazyLock<Jieba> = LazyLock::new(|| {
        let mut jieba = Jieba::new();
        for term in &lexicon().terms {
            jieba.add_word(term, Some(100_000), Some("n"));
        }
        jieba
    });
    let text: String = chars[within.start..within.end].iter().collect();
    let mut at = within.start;
    let mut found = Vec::new();
    for word in JIEBA.tag(&text, false) {
        let start = at;
        at += word.word.chars().count();
        let token = Token { span: Span::new(start, at), tag: tag(word.word, word.tag) };
        match verb_within(chars, token) {
            Some(verb) => {
                found.push(Token { span: Span::new(start, verb), tag: Tag::Noun });
                found.push(Token { span: Span::new(verb, at), tag: Tag::Verb });
            }
            None => found.push(token),
        }
    }
    found
}

/// Where the governing verb begins in a word that jieba keeps whole: 价格上涨, 同比增加.
fn verb_within(chars: &[char], token: Token) -> Option<usize> {
    let word = &chars[token.span.start..token.span.end];
    if word.len() < 4 || lexicon().verbs.exact(word).is_some() {
        return None;
    }
    let (len, _) = lexicon().verbs.longest_suffix(word)?;
    (len >= 2).then_some(token.span.end - len)
}

fn tag(word: &str, tag: &str) -> Tag {
    if word.chars().all(|c| !c.is_alphanumeric()) {
        return Tag::Mark;
    }
    // jieba calls some adverbs of official prose verbs or nouns.
    if matches!(
        word,
        "持续"
            | "继续"
            | "不断"
            | "稳步"
            | "进一步"
            | "明显"
            | "显著"
            | "依法"
            | "累计"
            | "成功"
            | "共同"
            | "牵头"
            | "首次"
            | "率先"
            | "逐步"
            | "大幅"
            | "预计"
            | "全年"
    ) {
        return Tag::Adverb;
    }
    if matches!(word, "创" | "惠及" | "快于" | "慢于" | "新建" | "同意") {
        return Tag::Verb;
    }
    // 产业化率
    if word == "率" {
        return Tag::Noun;
    }
    match tag {
        "vn" | "vd" => Tag::VerbNoun,
        "ns" => Tag::Place,
        "d" | "ad" | "df" | "dg" => Tag::Adverb,
        "a" | "an" | "b" | "z" => Tag::Adjective,
        "p" => Tag::Preposition,
        "c" => Tag::Conjunction,
        "ul" | "uj" | "u" | "uz" | "ug" | "ud" | "uv" => Tag::Particle,
        _ => match tag.as_bytes().first() {
            Some(b'v') => Tag::Verb,
            Some(b'n' | b'j' | b'l' | b'i' | b'e' | b'x') => Tag::Noun,
            _ => Tag::Other,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_place() {
        let chars: Vec<char> = "受理群众诉求".chars().collect();
        let found = tokens(&chars, Span::new(0, chars.len()));
        assert_eq!(found.first().map(|t| (t.span, t.tag)), Some((Span::new(0, 2), Tag::Verb)));
        assert_eq!(found.last().map(|t| t.span.end), Some(6));
    }
}
