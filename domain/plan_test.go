package domain

import (
	"testing"
	"time"
)

// registered is a university's transfer to a buyer in the given division.
func registered(division string, yuan, technical int64) Contract {
	c := signed()
	c.State, c.RegistryNumber, c.RegisteredOn = ContractRegistered, c.ID.String(), Date{2024, time.June, 1}
	c.Amount, c.TechnicalAmount = Yuan(yuan), Yuan(technical)
	c.Buyer.Division, c.Buyer.Area = division, ""
	return c
}

// Worked by hand: results A (city, 100/80, and again to Changsha, 50/50), B (city,
// 200/150), C (Changsha, 300/300), D (Wuhan, 350/320). Left out: a termination, a
// service, an enterprise's own technology, a university of another city.
//
//	results:   city A, B of 4 = 50 %;        province A, B, C of 4 = 75 %
//	value:     city 300 of 1000 = 30 %;      province 650 of 1000 = 65 %
//	technical: city 230 of 900 = 25.5556 %;  province 580 of 900 = 64.4444 %
func TestLocalTransfer(t *testing.T) {
	again := registered("430100", 50, 50)
	first := registered("430302", 100, 80)
	first.TechnologyID = NewID()
	again.TechnologyID = first.TechnologyID
	ended := registered("430302", 999, 999)
	ended.State = ContractTerminated
	service := registered("430302", 999, 999)
	service.Kind = "service"
	own := registered("430302", 999, 999)
	own.Seller.Kind = Enterprise
	elsewhere := registered("430302", 999, 999)
	elsewhere.Seller.Division = "430100"

	got := LocalTransfer([]Contract{first, again, registered("430381", 200, 150), registered("430100", 300, 300),
		registered("420100", 350, 320), ended, service, own, elsewhere})
	want := []struct{ value, numerator, denominator string }{
		{"50", "2", "4"}, {"75", "3", "4"}, {"30", "300", "1000"}, {"65", "650", "1000"}, {"25.5556", "230", "900"}, {"64.4444", "580", "900"},
	}
	for i, w := range want {
		v := got[i]
		if v.Value == nil || v.Value.String() != w.value || v.Numerator.String() != w.numerator || v.Denominator.String() != w.denominator {
			t.Errorf("%s: %v = %s/%s, want %+v", v.Code, v.Value, v.Numerator, v.Denominator, w)
		}
		if v.Headline != (v.Code == "count_city") {
			t.Errorf("%s: headline is %v", v.Code, v.Headline)
		}
	}
}

func TestLocalTransferOfNothingIsNotZero(t *testing.T) {
	for _, v := range LocalTransfer(nil) {
		if v.Value != nil {
			t.Errorf("%s of no transfers is %s", v.Code, v.Value)
		}
	}
}

func TestCheckTotal(t *testing.T) {
	one, two := Whole(1), Whole(2)
	if err := CheckTotal("annex", []*Decimal{&one, nil, &two}, Whole(3)); err != nil {
		t.Error(err)
	}
	if CheckTotal("annex", []*Decimal{&one, nil, &two}, Whole(4)) == nil {
		t.Error("a wrong total passes")
	}
}
