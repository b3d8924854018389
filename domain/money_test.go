package domain

import (
	"testing"

	"pgregory.net/rapid"
)

func TestParseYuan(t *testing.T) {
	for in, want := range map[string]Fen{"0": 0, "1200": 120000, "0.05": 5, "3.5": 350, " 12.34 ": 1234, "-1.50": -150} {
		got, err := ParseYuan(in)
		if err != nil || got != want {
			t.Errorf("ParseYuan(%q) = %v, %v, want %v", in, got, err, want)
		}
	}
	for _, in := range []string{"", "1.234", "1,000", "12万", "1e5", ".5", "99999999999999999", "1.-5", "NaN"} {
		if got, err := ParseYuan(in); err == nil {
			t.Errorf("ParseYuan(%q) = %v, want an error", in, got)
		}
	}
}

func TestParseYuanReadsWhatStringWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := Fen(rapid.Int64Range(0, int64(MaxFen)).Draw(t, "fen"))
		got, err := ParseYuan(want.String())
		if err != nil || got != want {
			t.Fatalf("%s read as %v, %v", want, got, err)
		}
	})
}

func TestFenDisplay(t *testing.T) {
	for fen, want := range map[Fen]string{Yuan(980): "980 元", Yuan(125000): "12.5 万元", Yuan(120000000): "1.2 亿元", 5: "0.05 元", -Yuan(20000): "-2 万元"} {
		if got := fen.Display().ZH; got != want {
			t.Errorf("%d fen shows as %q, want %q", fen, got, want)
		}
	}
}

func TestDecimal(t *testing.T) {
	for in, want := range map[string]string{"1.27": "1.27", "13.50": "13.5", "0.1300": "0.13", "-2": "-2", "105": "105"} {
		d, err := ParseDecimal(in)
		if err != nil || d.String() != want {
			t.Errorf("%q reads as %s, %v", in, d, err)
		}
	}
	for _, in := range []string{"", "1.23456", "abc", "1.2.3", "--1", "١"} {
		if d, err := ParseDecimal(in); err == nil {
			t.Errorf("%q reads as %s, want an error", in, d)
		}
	}
}

func TestRatio(t *testing.T) {
	if _, ok := Ratio(0, 0); ok {
		t.Error("0/0 has a value")
	}
	if r, _ := Ratio(Whole(1), Whole(3)); r.String() != "33.3333" {
		t.Errorf("1/3 is %s %%", r)
	}
	if r, _ := Ratio(Whole(2), Whole(3)); r.String() != "66.6667" {
		t.Errorf("2/3 is %s %%", r)
	}
}

func TestParseWan(t *testing.T) {
	for text, want := range map[string]Fen{"120.5": Yuan(1_205_000), "1,200": Yuan(12_000_000), "0.000001": 1, " 3 ": Yuan(30_000), "-1.5": Yuan(-15_000), "1，000": Yuan(10_000_000)} {
		got, err := ParseWan(text)
		if err != nil || got != want {
			t.Errorf("ParseWan(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "1.0000001", "一百", "1.-5", ".5", "1e5", "9999999999", "1.2.3"} {
		if got, err := ParseWan(text); err == nil {
			t.Errorf("ParseWan(%q) = %v, want an error", text, got)
		}
	}
}
