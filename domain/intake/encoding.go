package intake

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"sanku/domain"
)

// decode returns data as text. Without an encoding named, what is valid UTF-8 is that,
// and anything else GB18030, which spreadsheets here save CSV in.
func decode(data []byte, encoding string) (text, as string, err error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	encoding = strings.ToLower(encoding)
	switch encoding {
	case "":
		encoding = "gb18030"
		if utf8.Valid(data) {
			encoding = "utf-8"
		}
	case "utf8":
		encoding = "utf-8"
	case "gbk", "gb2312":
		encoding = "gb18030"
	}
	switch encoding {
	case "utf-8":
		if !utf8.Valid(data) {
			return "", "", domain.Invalid("encoding", "不是有效的 UTF-8", "the file is not valid UTF-8")
		}
		return string(data), encoding, nil
	case "gb18030":
		decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
		if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) {
			return "", "", domain.Invalid("encoding", "既不是 UTF-8，也不是有效的 GB18030", "the file is neither UTF-8 nor valid GB18030")
		}
		return string(decoded), encoding, nil
	}
	return "", "", domain.Invalid("encoding", "只能取：utf-8、gb18030", "must be utf-8 or gb18030")
}
