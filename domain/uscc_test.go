package domain

import "testing"

func TestCheckUSCC(t *testing.T) {
	for code, valid := range map[string]bool{
		"91350100M000100Y43": true,
		"91350100M000100Y4Z": false, // the raw remainder, as some sources compute it
		"91350100M000100Y44": false,
		"91350100M000100y43": false,
		"91350100M000100I43": false, // I is not of the alphabet
		"91350100M000100Y4":  false,
		"":                   false,
	} {
		if got := CheckUSCC(code) == nil; got != valid {
			t.Errorf("CheckUSCC(%q) valid = %v, want %v", code, got, valid)
		}
	}
}

func FuzzCheckUSCC(f *testing.F) {
	f.Add("91350100M000100Y43")
	f.Add("湖南")
	f.Fuzz(func(t *testing.T, s string) {
		if CheckUSCC(s) == nil && len(s) != 18 {
			t.Errorf("%q passes", s)
		}
	})
}
