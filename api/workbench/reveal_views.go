package workbench

import (
	"fmt"

	"sanku/domain"
)

// viewRow is one time that what is not shown to everyone was looked at, or the times that
// it was in one office and place on one day.
type viewRow struct {
	Title, Listing string // empty on the page of the listing itself
	Basis, Class   string // by consent or by office
	Who            string
	What, When     string
	Ground         string
}

// viewRows are views as the owner reads them: who saw what, when and on what ground.
func (v *visit) viewRows(views []domain.RevealView, titled bool) ([]viewRow, error) {
	areas, err := v.DB.AreaNames(v.r.Context())
	if err != nil {
		return nil, err
	}
	var rows []viewRow
	for _, w := range views {
		row := viewRow{Basis: v.say("经本单位同意", "By consent"), Class: "on_track", Who: v.joined(w.Organisation, w.User), When: minute(w.At),
			Ground: v.say("本单位同意的公开申请", "A request that was granted"), What: v.say("公开到“", "Up to “") + w.Level.Name().In(v.lang) + v.say("”", "”")}
		if w.Office != "" {
			code := string(w.Office)
			row.Basis, row.Class, row.What = v.say("依职责", "By office"), "plain", v.officeSaw(w.Place)
			row.Who, row.Ground = domain.Offices.Name(code).In(v.lang), domain.OfficeGrounds.Name(code).In(v.lang)
			if area := areas[w.Area].In(v.lang); area != "" {
				row.Who += v.say("（"+area+"）", " ("+area+")")
			}
			row.When = v.often(w)
		}
		row.What += v.say("（位置：", " (in: ") + domain.RevealPlaces.Name(w.Place).In(v.lang) + v.say("）", ")")
		if titled {
			row.Title = w.Title
			row.Listing = v.href("/needs/" + w.Listing.String())
			if w.Kind == domain.Technologies {
				row.Listing = v.href("/technologies/" + w.Listing.String())
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// officeSaw is what those in office see in a place.
func (v *visit) officeSaw(place string) string {
	switch place {
	case "docking":
		return v.say("单位名称", "Whose it is")
	case "matches":
		return v.say("单位名称和匹配情况", "Whose it is, and how it matches")
	}
	return v.say("全部内容", "All of it")
}

// often says when, and how often, something was looked at on a day.
func (v *visit) often(w domain.RevealView) string {
	said := minute(w.Since)
	if last := minute(w.At); last != said {
		said += v.say(" 至 ", " to ") + last[len(last)-len("15:04"):]
	}
	if w.Times > 1 {
		said += fmt.Sprintf(v.say("，共 %d 次", ", %d times"), w.Times)
	}
	if w.Persons > 1 {
		said += fmt.Sprintf(v.say("，%d 人", ", %d persons"), w.Persons)
	}
	return said
}
