//! What a file is, by its first bytes; by its name only when these say nothing.

use image::ImageFormat;

/// The picture format, when it is one that is read.
pub(super) fn readable(bytes: &[u8]) -> Option<ImageFormat> {
    use ImageFormat::{Bmp, Gif, Jpeg, Png, WebP};
    image::guess_format(bytes).ok().filter(|f| matches!(f, Jpeg | Png | WebP | Bmp | Gif))
}

/// JPEG, PNG, …
pub(super) fn word(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Jpeg => "JPEG",
        ImageFormat::Png => "PNG",
        ImageFormat::WebP => "WebP",
        ImageFormat::Bmp => "BMP",
        _ => "GIF",
    }
}

/// A variant of a readable format that is not read.
pub(super) fn unsupported(format: ImageFormat) -> (&'static str, &'static str) {
    match format {
        ImageFormat::Jpeg => ("image/jpeg", "特殊编码的 JPEG 图片"),
        ImageFormat::Png => ("image/png", "特殊编码的 PNG 图片"),
        ImageFormat::WebP => ("image/webp", "特殊编码的 WebP 图片"),
        ImageFormat::Bmp => ("image/bmp", "特殊编码的 BMP 图片"),
        _ => ("image/gif", "特殊编码的 GIF 图片"),
    }
}

/// Media type and plain word of a file that is no readable picture.
pub(super) fn other(bytes: &[u8], file_name: &str) -> (&'static str, &'static str) {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if bytes.get(4..8) == Some(b"ftyp".as_slice()) {
        return brand(bytes.get(8..12).unwrap_or_default());
    }
    if starts(b"%PDF-") {
        ("application/pdf", "PDF 文件")
    } else if starts(b"II*\0") || starts(b"MM\0*") {
        ("image/tiff", "TIFF 图片或相机原始格式")
    } else if starts(b"\0\0\x01\0") {
        ("image/x-icon", "图标文件")
    } else if starts(b"\x89PNG") || starts(b"\xff\xd8") {
        ("application/octet-stream", "不完整的图片")
    } else if starts(b"PK\x03\x04") {
        by_name(file_name).unwrap_or(("application/zip", "压缩包"))
    } else if starts(b"\xd0\xcf\x11\xe0") {
        by_name(file_name).unwrap_or(("application/octet-stream", "旧版 Office 文件"))
    } else if starts(b"Rar!") || starts(b"7z\xbc\xaf") {
        ("application/octet-stream", "压缩包")
    } else if starts(b"\xff\x0a") || starts(b"\0\0\0\x0cJXL ") {
        ("image/jxl", "JPEG XL 图片")
    } else if starts(b"\0\0\0\x0cjP  ") {
        ("image/jp2", "JPEG 2000 图片")
    } else if is_svg(bytes) {
        ("image/svg+xml", "SVG 图形")
    } else {
        by_name(file_name).unwrap_or(("application/octet-stream", "未知格式的文件"))
    }
}

/// The family of an ISO base media file (ISO/IEC 14496-12) by its major brand.
fn brand(brand: &[u8]) -> (&'static str, &'static str) {
    match brand {
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" => ("image/heic", "HEIC 照片"),
        b"avif" | b"avis" => ("image/avif", "AVIF 图片"),
        b"qt  " => ("video/quicktime", "视频"),
        b"crx " => ("image/x-canon-cr3", "相机原始格式"),
        _ => ("video/mp4", "视频"),
    }
}

fn is_svg(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    start.windows(4).any(|w| w == b"<svg")
}

fn by_name(file_name: &str) -> Option<(&'static str, &'static str)> {
    let extension = file_name.rsplit_once('.')?.1.to_ascii_lowercase();
    Some(match extension.as_str() {
        "docx" => ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word 文件"),
        "xlsx" => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel 文件"),
        "pptx" => ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "PowerPoint 文件"),
        "doc" | "wps" => ("application/msword", "Word 文件"),
        "xls" | "et" => ("application/vnd.ms-excel", "Excel 文件"),
        "ppt" | "dps" => ("application/vnd.ms-powerpoint", "PowerPoint 文件"),
        "ofd" => ("application/ofd", "OFD 文件"),
        "heic" | "heif" => ("image/heic", "HEIC 照片"),
        "txt" => ("text/plain", "文本文件"),
        "csv" => ("text/csv", "CSV 表格"),
        "mp4" | "mov" | "avi" | "mkv" | "3gp" => ("video/mp4", "视频"),
        "mp3" | "m4a" | "amr" | "wav" | "aac" => ("audio/mpeg", "录音"),
        "dng" | "cr2" | "nef" | "arw" | "raf" => ("image/x-raw", "相机原始格式"),
        "jpg" | "jpeg" | "png" | "webp" | "bmp" | "gif" => ("application/octet-stream", "损坏的图片"),
        _ => return None,
    })
}
