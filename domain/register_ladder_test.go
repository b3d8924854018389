package domain

import (
	"slices"
	"testing"
)

func held(category, start, end string) RegisterEntry {
	return RegisterEntry{ID: NewID(), Register: QualificationRegister, Category: category, StartsOn: testDay(start), EndsOn: testDay(end)}
}

func TestLadder(t *testing.T) {
	r, on := qualifications(), testDay("2024-06-01")
	withdrawn := held("high_tech", "2023-01-01", "2025-12-31")
	withdrawn.WithdrawnOn = testDay("2024-05-01")
	tests := []struct {
		name                        string
		entries                     []RegisterEntry
		rung                        int
		held, lapsed, missing, soon []string
	}{
		{"nothing", nil, 0, nil, nil, []string{"tech_sme"}, nil},
		{"a technology SME of the year", []RegisterEntry{held("tech_sme", "2024-04-01", "2024-12-31")}, 1, []string{"tech_sme"}, nil, []string{"high_tech"}, nil},
		{"of last year", []RegisterEntry{held("tech_sme", "2023-04-01", "2023-12-31")}, 0, nil, []string{"tech_sme"}, []string{"tech_sme"}, nil},
		{"high-tech without the rung below", []RegisterEntry{held("high_tech", "2022-04-01", "2025-03-31")}, 2, []string{"high_tech"}, nil, []string{"tech_sme", "specialised"}, nil},
		{"soon over", []RegisterEntry{held("high_tech", "2021-11-01", "2024-10-31")}, 2, []string{"high_tech"}, nil, []string{"tech_sme", "specialised"}, []string{"high_tech"}},
		{"renewed already", []RegisterEntry{held("high_tech", "2021-11-01", "2024-10-31"), held("high_tech", "2024-11-01", "2027-10-31")}, 2, []string{"high_tech"}, nil, []string{"tech_sme", "specialised"}, nil},
		{"withdrawn", []RegisterEntry{withdrawn}, 0, nil, []string{"high_tech"}, []string{"tech_sme"}, nil},
		{"either of a rung", []RegisterEntry{held("little_giant", "2023-08-01", "2026-07-31"), held("listed", "2020-01-01", "")}, 3, []string{"little_giant", "listed"}, nil, []string{"tech_sme", "high_tech", "leading"}, nil},
		{"at the top", []RegisterEntry{held("tech_sme", "2024-04-01", "2024-12-31"), held("high_tech", "2023-04-01", "2026-03-31"), held("specialised", "2023-04-01", "2026-03-31"), held("leading", "2023-04-01", "")},
			4, []string{"tech_sme", "high_tech", "specialised", "leading"}, nil, nil, nil},
		{"not yet begun", []RegisterEntry{held("high_tech", "2024-06-02", "2027-06-01")}, 0, nil, nil, []string{"tech_sme"}, nil},
	}
	code := func(h Held) string { return h.Category.Code }
	for _, test := range tests {
		s := r.Standing(test.entries, on)
		var soon []string
		for _, h := range s.Held {
			if h.Expiring {
				soon = append(soon, code(h))
			}
		}
		var missing []string
		for _, m := range s.Missing {
			missing = append(missing, m.Categories[0].Code)
		}
		if s.Rung != test.rung || !slices.Equal(codes(s.Held, code), test.held) || !slices.Equal(codes(s.Lapsed, code), test.lapsed) || !slices.Equal(missing, test.missing) || !slices.Equal(soon, test.soon) {
			t.Errorf("%s: rung %d, held %v, lapsed %v, missing %v, soon %v", test.name, s.Rung, codes(s.Held, code), codes(s.Lapsed, code), missing, soon)
		}
	}
	s := r.Standing([]RegisterEntry{held("tech_sme", "2023-04-01", "2023-12-31")}, on)
	if s.Missing[0].Lapsed != testDay("2023-12-31") || len(s.Next) != 1 || s.Next[0].Code != "tech_sme" {
		t.Errorf("%+v", s)
	}
}

func codes[T any](of []T, code func(T) string) (all []string) {
	for _, t := range of {
		all = append(all, code(t))
	}
	return all
}
