package intake

import (
	"strings"

	"sanku/domain"
)

type (
	org    = domain.Organisation
	need   = domain.Need
	tech   = domain.Technology
	policy = domain.Policy
	expert = domain.Expert
	listed = domain.RegisterEntry
)

func libraryOf(kind string) (library, error) {
	switch kind {
	case "organisations":
		return organisationTable(), nil
	case "needs":
		return needTable(), nil
	case "technologies":
		return technologyTable(), nil
	case "policies":
		return policyTable(), nil
	case "experts":
		return expertTable(), nil
	case "register-entries":
		return registerTable(), nil
	}
	return nil, domain.Invalid("kind", "只能取："+strings.Join(domain.ImportKinds.Codes(), "、"), "must be one of "+strings.Join(domain.ImportKinds.Codes(), ", "))
}

// Columns returns the columns of a kind, in the order of its template.
func Columns(kind string) ([]Column, error) {
	lib, err := libraryOf(kind)
	if err != nil {
		return nil, err
	}
	return lib.list(), nil
}

// Heading returns the header of the column that a fault's field is about, in English with
// the name by which the table may call it too; nothing when it is about none.
func Heading(kind, field string) domain.Text {
	columns, err := Columns(kind)
	if err != nil {
		return domain.Text{}
	}
	name, _, _ := strings.Cut(field, "[")
	for _, c := range columns {
		if c.Name == name || c.Name+"_id" == name {
			return domain.Text{ZH: c.Heading, EN: c.Heading + " " + c.Name}
		}
	}
	return domain.Text{}
}
