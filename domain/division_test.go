package domain

import "testing"

func TestPlaceOf(t *testing.T) {
	for division, want := range map[string]string{
		"430302": "湖南省湘潭市",
		"430100": "湖南省",
		"310115": "上海市",
		"500000": "重庆市",
		"511100": "四川省",
		"000000": "境外或未填写",
		"990000": "",
		"":       "",
	} {
		if got := PlaceOf(division).ZH; got != want {
			t.Errorf("%q: %q, want %q", division, got, want)
		}
	}
}
