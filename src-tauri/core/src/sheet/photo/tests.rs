//! Photos are made by the tests themselves, so that every expectation is visible here.

use std::io::Cursor;

use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;

use super::*;

/// Left half red, right half blue, top edge dark: which way is up can be told.
fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (y < height / 4, x < width / 2) {
        (true, _) => Rgb([0, 0, 0]),
        (false, true) => Rgb([250, 0, 0]),
        (false, false) => Rgb([0, 0, 250]),
    })
}

/// Every pixel another colour: the hardest picture to make small.
fn noise(width: u32, height: u32) -> RgbImage {
    let mut state = 0x1234_5678_u32;
    RgbImage::from_fn(width, height, |_, _| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let [r, g, b, _] = state.to_le_bytes();
        Rgb([r, g, b])
    })
}

fn encode(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn field(tag: Tag, value: Value) -> Field {
    Field { tag, ifd_num: In::PRIMARY, value }
}

fn text(tag: Tag, text: &str) -> Field {
    field(tag, Value::Ascii(vec![text.as_bytes().to_vec()]))
}

/// A JPEG with an EXIF segment behind its first marker, as phones write it.
fn with_exif(jpeg: &[u8], fields: &[Field]) -> Vec<u8> {
    let mut writer = Writer::new();
    for field in fields {
        writer.push_field(field);
    }
    let mut tiff = Cursor::new(Vec::new());
    writer.write(&mut tiff, true).unwrap();
    let body = [b"Exif\0\0".as_slice(), &tiff.into_inner()].concat();
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &body, &jpeg[2..]].concat()
}

fn photo(bytes: &[u8], name: &str) -> Picture {
    match intake(bytes, name).unwrap() {
        Intake::Photo(picture) => *picture,
        Intake::Attachment { format_word, .. } => panic!("{name} was kept as {format_word}"),
    }
}

fn decoded(bytes: &[u8]) -> RgbImage {
    image::load_from_memory_with_format(bytes, ImageFormat::Jpeg).unwrap().into_rgb8()
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|w| w == part)
}

#[test]
fn every_readable_format_becomes_a_small_jpeg() {
    use ImageFormat::{Bmp, Gif, Jpeg, Png, WebP};
    for (format, word) in [(Jpeg, "JPEG"), (Png, "PNG"), (WebP, "WebP"), (Bmp, "BMP"), (Gif, "GIF")] {
        let bytes = encode(picture(400, 300), format);
        let taken_in = photo(&bytes, "IMG_0001.bin");
        assert_eq!(taken_in.original_format, word, "the format is told by the bytes, not by the name");
        assert_eq!((taken_in.width, taken_in.height), (400, 300), "{word}: a small picture keeps its size");
        let stored = decoded(&taken_in.bytes);
        assert_eq!(stored.dimensions(), (400, 300), "{word}: the size that is told is the size that is stored");
        let left = stored.get_pixel(50, 200);
        assert!(left.0[0] > 200 && left.0[2] < 60, "{word}: the left is still red, not {left:?}");
        assert_eq!(taken_in.sha256, sha256(&taken_in.bytes), "{word}: the stored bytes are named by their hash");
        assert_eq!(taken_in.original_sha256, sha256(&bytes), "{word}: the original can be recognised");
    }
}

#[test]
fn a_large_noisy_photo_fits_the_limits() {
    let taken_in = photo(&encode(noise(2100, 1500), ImageFormat::Bmp), "大图.bmp");
    assert!(taken_in.bytes.len() <= STORED_BYTES, "{} bytes are too many", taken_in.bytes.len());
    assert!(taken_in.width.max(taken_in.height) <= LONG_EDGE, "{} px are too many", taken_in.width);
    let ratio = f64::from(taken_in.width) / f64::from(taken_in.height);
    assert!((ratio - 1.4).abs() < 0.01, "the proportions stay: {ratio}");
    assert!(taken_in.thumbnail.len() <= THUMBNAIL_BYTES, "{} bytes in the thumbnail", taken_in.thumbnail.len());
    let small = decoded(&taken_in.thumbnail);
    assert!(small.width().max(small.height()) <= THUMBNAIL_EDGE, "the thumbnail is {:?}", small.dimensions());
}

#[test]
fn a_thread_of_pixels_keeps_at_least_one() {
    let taken_in = photo(&encode(picture(9000, 1), ImageFormat::Png), "线.png");
    assert_eq!((taken_in.width, taken_in.height), (2000, 1), "no edge becomes 0");
}

#[test]
fn the_same_file_gives_the_same_bytes() {
    let bytes = encode(noise(900, 700), ImageFormat::Png);
    assert_eq!(intake(&bytes, "a.png").unwrap(), intake(&bytes, "a.png").unwrap(), "a picture is named by its hash");
}

#[test]
fn exif_orientation_is_applied_once_and_gone() {
    let plain = encode(picture(400, 300), ImageFormat::Jpeg);
    // Where the dark top edge of the file comes to stand (CIPA DC-008, table 6).
    let cases = [(1, "top"), (2, "top"), (3, "bottom"), (4, "bottom"), (5, "left"), (6, "right"), (7, "right"), (8, "left")];
    for (orientation, edge) in cases {
        let turned = with_exif(&plain, &[field(Tag::Orientation, Value::Short(vec![orientation]))]);
        let taken_in = photo(&turned, "a.jpg");
        let stored = decoded(&taken_in.bytes);
        let (w, h) = stored.dimensions();
        let expected = if orientation < 5 { (400, 300) } else { (300, 400) };
        assert_eq!((w, h), expected, "orientation {orientation}: the size after turning");
        let at = match edge {
            "top" => (w / 2, 5),
            "bottom" => (w / 2, h - 5),
            "left" => (5, h / 2),
            _ => (w - 5, h / 2),
        };
        let dark = stored.get_pixel(at.0, at.1).0.iter().all(|c| *c < 60);
        assert!(dark, "orientation {orientation}: the dark edge stands at the {edge}");
        assert!(!contains(&taken_in.bytes, b"Exif"), "a viewer must not turn it a second time");
    }
}

#[test]
fn location_and_camera_are_stripped_and_the_capture_time_is_kept() {
    let degrees = |n| Value::Rational(vec![Rational { num: n, denom: 1 }; 3]);
    let bytes = with_exif(
        &encode(picture(400, 300), ImageFormat::Jpeg),
        &[
            text(Tag::Make, "样机牌"),
            text(Tag::DateTimeOriginal, "2026:02:24 10:02:33"),
            text(Tag::OffsetTimeOriginal, "+08:00"),
            text(Tag::GPSLatitudeRef, "N"),
            field(Tag::GPSLatitude, degrees(31)),
            field(Tag::GPSLongitude, degrees(121)),
            text(Tag::GPSSatellites, "SAMPLE-PLACE"),
        ],
    );
    assert!(contains(&bytes, b"SAMPLE-PLACE"), "the original holds the place");
    let taken_in = photo(&bytes, "a.jpg");
    for (what, part) in
        [("place", b"SAMPLE-PLACE".as_slice()), ("camera", "样机牌".as_bytes()), ("EXIF", b"Exif"), ("XMP", b"http")]
    {
        assert!(!contains(&taken_in.bytes, part), "the stored picture still holds {what}");
        assert!(!contains(&taken_in.thumbnail, part), "the thumbnail still holds {what}");
    }
    assert_eq!(taken_in.taken.unwrap().to_minute(), "2026-02-24T10:02+08:00", "the time is printed beside the picture");
}

#[test]
fn a_capture_time_is_never_invented() {
    let plain = encode(picture(40, 30), ImageFormat::Jpeg);
    let time = |fields: &[Field]| photo(&with_exif(&plain, fields), "a.jpg").taken.map(|t| t.to_minute());
    let original = |value| text(Tag::DateTimeOriginal, value);
    assert_eq!(time(&[original("2026:02:24 10:02:33")]).as_deref(), Some("2026-02-24T10:02"), "no offset, none added");
    assert_eq!(
        time(&[original("2026:02:24 10:02:33"), text(Tag::OffsetTimeOriginal, "-03:30")]).as_deref(),
        Some("2026-02-24T10:02-03:30"),
        "offsets west of Greenwich"
    );
    assert_eq!(
        time(&[original("2026:02:24 10:02:33"), text(Tag::OffsetTimeOriginal, "+99:00")]).as_deref(),
        Some("2026-02-24T10:02"),
        "an impossible offset is left out"
    );
    for broken in ["0000:00:00 00:00:00", "2026:02:30 10:00:00", "    :  :     :  :  ", "gestern", "1970:01:01 00:00:00"] {
        assert_eq!(time(&[original(broken)]), None, "{broken:?} is no time");
    }
    assert_eq!(time(&[text(Tag::DateTime, "2026:02:24 10:02:33")]), None, "the time of the last change is not the capture time");
    assert_eq!(photo(&plain, "a.jpg").taken, None, "no EXIF, no time");
}

#[test]
fn transparent_pixels_become_white() {
    let clear = RgbaImage::from_pixel(64, 64, Rgba([0, 0, 0, 0]));
    let stored = decoded(&photo(&encode(clear, ImageFormat::Png), "a.png").bytes);
    assert!(stored.get_pixel(32, 32).0.iter().all(|c| *c > 250), "a transparent picture prints white, not black");
}

#[test]
fn a_file_that_is_no_readable_picture_is_named_and_kept() {
    let cases: [(&[u8], &str, &str, &str); 9] = [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "IMG_0007.HEIC", "image/heic", "HEIC 照片"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "a.avif", "image/avif", "AVIF 图片"),
        (b"%PDF-1.7\n", "扫描件.pdf", "application/pdf", "PDF 文件"),
        (b"II*\0\x08\0\0\0", "a.tif", "image/tiff", "TIFF 图片或相机原始格式"),
        (b"PK\x03\x04....", "表.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel 文件"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "a.mp4", "video/mp4", "视频"),
        (b"hello", "说明.txt", "text/plain", "文本文件"),
        (b"hello", "没有后缀", "application/octet-stream", "未知格式的文件"),
        (b"hello", "坏.jpg", "application/octet-stream", "损坏的图片"),
    ];
    for (bytes, file, media, word) in cases {
        let Intake::Attachment { name, media_type, format_word, bytes: kept, sha256: hash } = intake(bytes, file).unwrap() else {
            panic!("{file} is no picture");
        };
        assert_eq!((name.as_str(), media_type, format_word), (file, media, word), "the format is named in plain words");
        assert_eq!((kept.as_slice(), hash), (bytes, sha256(bytes)), "{file} is kept byte for byte");
    }
}

#[test]
fn names_lose_their_folders_and_control_characters() {
    let name = |file: &str| match intake(b"hello", file).unwrap() {
        Intake::Attachment { name, .. } => name,
        Intake::Photo(picture) => picture.name,
    };
    assert_eq!(name("C:\\Users\\样\\a.txt"), "a.txt", "Windows folders");
    assert_eq!(name("/home/样/a.txt"), "a.txt", "other folders");
    assert_eq!(name("a\u{0}\n.txt"), "a.txt", "control characters");
    assert_eq!(name("../.."), "未命名", "a name of dots is no name");
    assert_eq!(name(&"长".repeat(500)).chars().count(), 120, "an endless name is cut");
}

/// The head of a PNG that claims any size (PNG specification §11.2.2); the check sum is right.
fn png_claiming(width: u32, height: u32) -> Vec<u8> {
    let mut body = b"IHDR".to_vec();
    body.extend(width.to_be_bytes());
    body.extend(height.to_be_bytes());
    body.extend([8, 6, 0, 0, 0]);
    let mut sum = u32::MAX;
    for byte in &body {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
        }
    }
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    png.extend(body);
    png.extend((!sum).to_be_bytes());
    png.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
    png
}

#[test]
fn bombs_are_refused_before_anything_is_allocated() {
    let bomb = intake(&png_claiming(60_000, 60_000), "a.png").unwrap_err();
    assert_eq!(bomb, PhotoError::TooManyPixels { width: 60_000, height: 60_000 }, "the claim alone is enough");
    let mut bmp = encode(picture(8, 8), ImageFormat::Bmp);
    bmp[18..22].copy_from_slice(&50_000_i32.to_le_bytes());
    bmp[22..26].copy_from_slice(&50_000_i32.to_le_bytes());
    assert_eq!(intake(&bmp, "a.bmp").unwrap_err().code(), "photo-too-many-pixels", "a BMP that claims 2,500 megapixels");
    let mut gif = encode(picture(8, 8), ImageFormat::Gif);
    gif[6..10].copy_from_slice(&[0xff; 4]);
    assert_eq!(intake(&gif, "a.gif").unwrap_err().code(), "photo-too-many-pixels", "a GIF that claims 4,295 megapixels");
    assert_eq!(intake(&[], "a.jpg").unwrap_err().code(), "photo-empty", "an empty file");
    let video = [b"\0\0\0\x18ftypisom".as_slice(), &vec![0; ATTACHMENT_BYTES]].concat();
    assert_eq!(intake(&video, "a.mp4").unwrap_err().code(), "photo-too-large", "a video does not belong in a sheet");
    let heavy = [b"\xff\xd8\xff\xe0".as_slice(), &vec![0; INPUT_BYTES]].concat();
    assert_eq!(intake(&heavy, "a.jpg").unwrap_err().code(), "photo-too-large", "no phone makes such a JPEG");
}

#[test]
fn a_file_cut_off_anywhere_is_damaged_or_named_never_half_a_picture() {
    use ImageFormat::{Bmp, Gif, Jpeg, Png, WebP};
    for format in [Jpeg, Png, WebP, Bmp, Gif] {
        let whole = encode(picture(64, 48), format);
        // The last bytes of PNG and GIF are end marks behind the pixels: without them the picture is still whole.
        for length in (1..whole.len() - 20).step_by((whole.len() / 60).max(1)) {
            match intake(&whole[..length], "a") {
                Err(PhotoError::Damaged { .. }) | Ok(Intake::Attachment { .. }) => {}
                other => panic!("{format:?} cut to {length} of {}: {other:?}", whole.len()),
            }
        }
    }
}

#[test]
fn bytes_behind_the_end_of_a_jpeg_do_no_harm() {
    let mut bytes = encode(picture(64, 48), ImageFormat::Jpeg);
    bytes.extend(b"motion photo trailer");
    assert_eq!(photo(&bytes, "a.jpg").width, 64, "phones append films to their photos");
}

/// A page with a QR code of `module` px a module in its lower right corner, with lines of text up to its quiet zone.
fn page(payload: &str, module: u32, width: u32, height: u32) -> RgbImage {
    let code = qrcode::QrCode::new(payload).unwrap();
    let (side, colors) = (u32::try_from(code.width()).unwrap(), code.to_colors());
    let (left, top) = (width - (side + 8) * module, height - (side + 8) * module);
    RgbImage::from_fn(width, height, |x, y| {
        let inside = x >= left && y >= top && x < left + side * module && y < top + side * module;
        let dark = inside && colors[((y - top) / module * side + (x - left) / module) as usize] == qrcode::Color::Dark;
        let quiet = x + 4 * module >= left && y + 4 * module >= top;
        let line = !quiet && y % 97 < 2 && x > width / 10;
        if dark || line { Rgb([40, 40, 44]) } else { Rgb([236, 234, 228]) }
    })
}

#[test]
fn the_code_of_a_scanned_page_is_read_at_any_turn() {
    let payload = "xunfang:019c8f10-7f3a-7c21-9e09-b40000000001:7F3AC21E09B4";
    let scan = page(payload, 4, 1240, 1754);
    let turns =
        [scan.clone(), image::imageops::rotate90(&scan), image::imageops::rotate180(&scan), image::imageops::rotate270(&scan)];
    for (turn, scan) in turns.into_iter().enumerate() {
        let bytes = encode(scan, ImageFormat::Jpeg);
        assert_eq!(qr::read(&bytes), [payload], "a page at {turn} quarter turns");
    }
}

#[test]
fn a_faint_small_or_large_code_is_read() {
    let payload = "xunfang:019c8f10-7f3a-7c21-9e09-b40000000001:7F3AC21E09B4";
    let faint = page(payload, 4, 1240, 1754);
    let faint = RgbImage::from_fn(1240, 1754, |x, y| Rgb(faint.get_pixel(x, y).0.map(|c| 150 + c / 3)));
    assert_eq!(qr::read(&encode(faint, ImageFormat::Jpeg)), [payload], "a pale copy");
    assert_eq!(qr::read(&encode(page(payload, 3, 2481, 1754), ImageFormat::Png)), [payload], "a code of 9 mm on a 300 dpi scan");
    assert_eq!(qr::read(&encode(page(payload, 14, 1000, 1200), ImageFormat::Png)), [payload], "a close-up photo");
    assert!(qr::read(&encode(picture(400, 300), ImageFormat::Png)).is_empty(), "no code, no text");
    assert!(qr::read(b"%PDF-1.7").is_empty(), "no picture, no text");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_stumble(mut bytes in prop::collection::vec(any::<u8>(), 0..4000), magic in 0..6_usize) {
        let magics: [&[u8]; 6] = [b"", b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n", b"RIFF\x40\x0f\0\0WEBPVP8 ", b"BM", b"GIF89a"];
        let start = magics[magic];
        if bytes.len() > start.len() {
            bytes[..start.len()].copy_from_slice(start);
        }
        let _ = intake(&bytes, "a.jpg");
        let _ = qr::read(&bytes);
    }

    #[test]
    fn no_flipped_byte_makes_it_stumble(at in 0..10_000_usize, value in any::<u8>(), format in 0..5_usize, many in any::<bool>()) {
        use ImageFormat::{Bmp, Gif, Jpeg, Png, WebP};
        let plain = encode(picture(48, 32), [Jpeg, Png, WebP, Bmp, Gif][format]);
        let mut bytes = if format == 0 {
            with_exif(&plain, &[text(Tag::DateTimeOriginal, "2026:02:24 10:02:33"), field(Tag::Orientation, Value::Short(vec![6]))])
        } else {
            plain
        };
        let length = bytes.len();
        for i in 0..if many { 20 } else { 1 } {
            bytes[(at + i * 37) % length] = value.wrapping_add(u8::try_from(i).unwrap());
        }
        if let Ok(Intake::Photo(picture)) = intake(&bytes, "a.jpg") {
            prop_assert!(picture.bytes.len() <= STORED_BYTES && !picture.thumbnail.is_empty(), "what is stored keeps its limits");
        }
        let _ = qr::read(&bytes);
    }

    #[test]
    fn no_pattern_makes_the_code_reader_stumble(cells in prop::collection::vec(any::<bool>(), 900), module in 1..6_u32) {
        let side = 30 * module;
        let image = RgbImage::from_fn(side, side, |x, y| {
            let dark = cells[((y / module) * 30 + x / module) as usize];
            if dark { Rgb([0, 0, 0]) } else { Rgb([255, 255, 255]) }
        });
        let _ = qr::read(&encode(image, ImageFormat::Png));
    }
}
