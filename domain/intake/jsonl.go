package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"strings"
)

// maxLine bounds one line of JSON: no record of ours comes near it.
const maxLine = 4 << 20

// jsonLines yields one object a line; empty lines are passed over, and a line that is
// no object is a fault of its own.
func jsonLines(text string) iter.Seq[line] {
	return func(yield func(line) bool) {
		number := 0
		for l := range strings.Lines(text) {
			number++
			if l = strings.TrimSpace(l); l == "" {
				continue
			}
			if !yield(jsonLine(number, l)) {
				return
			}
		}
	}
}

func jsonLine(number int, text string) line {
	l := line{number: number}
	if len(text) > maxLine {
		l.fault = fault("", "这一行过长", "the line is too long")
		return l
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := object(decoder, "", &l); err != nil {
		l.cells, l.fault = nil, fault("", "不是有效的 JSON 对象", "is not a valid JSON object")
	} else if _, err := decoder.Token(); err != io.EOF {
		l.cells, l.fault = nil, fault("", "一行只能有一个 JSON 对象", "must be one JSON object")
	}
	return l
}

// object reads one object into cells, in its own order; an object inside it is taken
// apart into keys like "conditions.trl_min".
func object(decoder *json.Decoder, prefix string, l *line) error {
	if t, err := decoder.Token(); err != nil || t != json.Delim('{') {
		return errors.New("not an object")
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return err
		}
		var raw json.RawMessage
		if err := decoder.Decode(&raw); err != nil {
			return err
		}
		name := prefix + key.(string)
		if raw[0] == '{' && prefix == "" {
			inner := json.NewDecoder(bytes.NewReader(raw))
			inner.UseNumber()
			if err := object(inner, name+".", l); err != nil {
				return err
			}
			continue
		}
		l.cells = append(l.cells, cell{header: name, value: jsonValue(raw)})
	}
	_, err := decoder.Token()
	return err
}

func jsonValue(raw json.RawMessage) value {
	switch raw[0] {
	case 'n':
		return value{}
	case '"':
		var s string
		_ = json.Unmarshal(raw, &s) // it was decoded once already
		return value{text: plain(s)}
	case '[':
		return listValue(raw)
	case '{':
		return value{raw: raw}
	}
	return value{text: string(raw)}
}

// listValue is a list of plain values, or of objects as it stands; an empty list is no
// value.
func listValue(raw json.RawMessage) value {
	var items []json.RawMessage
	_ = json.Unmarshal(raw, &items) // it was decoded once already
	var list []string
	for _, item := range items {
		if item[0] == '{' || item[0] == '[' {
			return value{raw: raw}
		}
		if v := jsonValue(item); v.text != "" {
			list = append(list, v.text)
		}
	}
	return value{list: list}
}
