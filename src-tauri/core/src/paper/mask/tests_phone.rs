//! A cell for telephone numbers: however they are written in it.

use super::masked_text;
use crate::form::Private;

fn shown(text: &str) -> String {
    masked_text(Private::Phone, text)
}

#[test]
fn a_number_in_its_own_cell_is_masked_however_it_is_written() {
    for (typed, told) in [
        ("13800137001", "138****7001"),
        ("138 0013 7001", "138 **** 7001"),
        ("138-0013-7001", "138-****-7001"),
        ("1380-013-7001", "138*-***-7001"),
        ("+86 138 0013 7001", "+86 138 **** 7001"),
        ("8613800137001", "86138****7001"),
        ("0851-8551 2345", "0851-**** **45"),
        ("(0851)85512345", "(0851)******45"),
        ("0851-85512345转801", "0851-******45转***"),
        ("85512345转801", "******45转***"),
        ("１３８００１３７００１", "１３８****７００１"),
        ("138\u{200b}0013\u{200b}7001", "138\u{200b}****\u{200b}7001"),
        ("13800137001、139 1111 2222", "138****7001、139 **** 2222"),
        ("13800137001 13911112222", "138****7001 139****2222"),
        ("13800137001（张）13911112222（李）", "138****7001（张）139****2222（李）"),
        ("一三八零零一三七零零一", "一三八****七零零一"),
        ("138x0013x7001、138OO137OO1", "138x****x7001、138****7OO1"),
        ("二楼前台 6012", "二楼前台 ****"),
        ("无", "无"),
        ("", ""),
    ] {
        assert_eq!(shown(typed), told, "{typed}");
        // A letter in place of a nought is only known beside the rest of its number.
        if !told.contains('O') {
            assert_eq!(shown(told), told, "{typed}: what was masked stays as it is");
        }
    }
    assert_eq!(shown("一 三 八 零 零 一 三 七 零 零 一"), "一 三 八 * * * * 七 零 零 一", "read out figure by figure");
    for starred in ["***8551234", "8551234 ***", "0851***8551234"] {
        assert!(!shown(starred).contains("8551"), "{starred}: a whole number is no rest of one, whatever stands beside it");
    }
    assert_eq!(shown("138***0013***7001"), "138**********7001", "stars that somebody typed hide nothing by themselves");
}

/// Numbers that follow from a seed: no test depends on chance that cannot be had again.
struct Draws(u64);

impl Draws {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

#[test]
fn of_a_mobile_number_never_more_than_seven_digits_remain_whatever_stands_between() {
    const BETWEEN: [&str; 24] = [
        "", "", "", " ", "-", "  ", "、", "/", "(", ")", "，", ".", "·", "_", "=", "'", "+", "…", "•", "【", "x", "\u{200b}",
        "号", "；",
    ];
    let mut draws = Draws(7);
    for _ in 0..4_000 {
        // Each digit is told from the others by the letter that it is replaced by below.
        let wide = draws.below(3) == 0;
        let mut number = vec![1, 3 + draws.below(7)];
        number.extend((0..9).map(|_| draws.below(10)));
        let mut typed = ["", "+86 ", "手机", "赵六：", "0086"][usize::try_from(draws.below(5)).unwrap()].to_owned();
        let mut places = Vec::new();
        for figure in number {
            places.push(typed.chars().count());
            let first = if wide { u32::from('０') } else { u32::from('0') };
            typed.push(char::from_u32(first + u32::try_from(figure).unwrap()).unwrap());
            typed.push_str(BETWEEN[usize::try_from(draws.below(24)).unwrap()]);
        }
        typed.push_str(["", "转801", "、13911112222", " 0851-85512345"][usize::try_from(draws.below(4)).unwrap()]);
        let told: Vec<char> = shown(&typed).chars().collect();
        let left = places.iter().filter(|at| told[**at] != '*').count();
        assert!(left <= 7, "{typed} is shown as {}: {left} digits", told.iter().collect::<String>());
    }
}

#[test]
fn figures_in_words_among_others_are_figures_of_the_number() {
    for (typed, told) in [
        ("一 三 八 零 零 一 3700 6", "一 三 八 * * * *700 6"),
        ("张三 13800137001", "张三 138****7001"),
        ("张三 138-0013-7001", "张三 138-****-7001"),
        ("一楼大厅 0851-85512345", "一楼大厅 0851-******45"),
    ] {
        assert_eq!(shown(typed), told, "{typed}");
    }
    const WORDS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let mut draws = Draws(11);
    for _ in 0..4_000 {
        let (words, gaps) = (draws.below(8), draws.below(8));
        let mut typed = String::new();
        let mut places = Vec::new();
        for at in 0..11 {
            let figure = if at == 0 { 1 } else { 3 + usize::try_from(draws.below(7)).unwrap() };
            places.push(typed.chars().count());
            let plain = char::from_digit(u32::try_from(figure).unwrap(), 10).unwrap();
            typed.push(if draws.below(8) < words { WORDS[figure] } else { plain });
            typed.push_str(if draws.below(8) < gaps { [" ", "-", "、"][usize::try_from(draws.below(3)).unwrap()] } else { "" });
        }
        let told: Vec<char> = shown(&typed).chars().collect();
        let left = places.iter().filter(|at| told[**at] != '*').count();
        assert!(left <= 7, "{typed} is shown as {}: {left} figures", told.iter().collect::<String>());
    }
}
