package domain

// Closeness is how near the meanings of a need and a candidate are, whatever words they
// use, as an encoder of texts sees them.
type Closeness struct {
	Asked bool    // there is an encoder
	Known bool    // it has seen both texts
	Value float64 // in [0,1]: 0 for texts as far apart as those taken at random
}

// meaningFeature says how near the meanings are; there is no such feature where there
// is no encoder.
func meaningFeature(e Evidence) []Feature {
	if !e.Meaning.Asked {
		return nil
	}
	return []Feature{e.Meaning.feature()}
}

func (c Closeness) feature() Feature {
	if !c.Known {
		return unstated("meaning", "尚未比较语义", "The meanings are not compared yet")
	}
	share := "（" + percent(c.Value) + "）"
	switch {
	case c.Value >= nearMeaning:
		return known("meaning", c.Value, "双方所述语义相近"+share+"，用词不同之处也计入", "Both speak of the same matter ("+percent(c.Value)+"), be it in other words").
			says("语义相近", "close in meaning")
	case c.Value >= relatedMeaning:
		return known("meaning", c.Value, "双方所述语义有关联"+share, "What both speak of is related ("+percent(c.Value)+")")
	}
	return known("meaning", c.Value, "双方所述语义关联不大"+share, "What both speak of is hardly related ("+percent(c.Value)+")")
}

// What closeness is called in words. Of pairs at random one in thirteen is as near as
// relatedMeaning, one in some hundred as near as nearMeaning (measured on two libraries).
const (
	nearMeaning    = 0.5
	relatedMeaning = 0.25
)
