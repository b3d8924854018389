package domain

import "slices"

// Office is in what office somebody reads the whole of a listing that is not their own.
type Office string

// The offices.
const (
	OfficeArea    Office = "area"    // steward of the owner's area
	OfficeDocking Office = "docking" // steward who leads a docking of the listing
	OfficeBureau  Office = "bureau"
	OfficeAdmin   Office = "admin"
)

// Offices name the offices.
var Offices = Terms{
	{string(OfficeArea), Text{"本区域政府管家", "Steward of the area"}},
	{string(OfficeDocking), Text{"承办对接的政府管家", "Steward of the docking"}},
	{string(OfficeBureau), Text{"市科技局", "Bureau"}},
	{string(OfficeAdmin), Text{"平台管理员", "Administrator"}},
}

// OfficeGrounds say on what ground each office reads what its owner has not revealed.
var OfficeGrounds = Terms{
	{string(OfficeArea), Text{"履行职责：审核和服务本区域的需求、成果", "Duty: to review and serve the listings of the area"}},
	{string(OfficeDocking), Text{"履行职责：承办这项需求、成果的对接", "Duty: to lead a docking of the listing"}},
	{string(OfficeBureau), Text{"履行职责：管理全市的需求、成果", "Duty: to run the libraries of the city"}},
	{string(OfficeAdmin), Text{"履行职责：维护平台", "Duty: to keep the platform running"}},
}

// OfficeFor returns in what office a reads the whole of a listing with the given facts;
// empty when a does not, or owns it.
func (a Actor) OfficeFor(f Facts) Office {
	switch {
	case !a.OrganisationID.IsZero() && slices.Contains(f.Organisations, a.OrganisationID):
		return ""
	case a.Has(RoleBureau):
		return OfficeBureau
	case a.Has(RoleSteward) && a.Area != "" && a.Area == f.Area:
		return OfficeArea
	case a.Has(RoleSteward) && !a.ExpertID.IsZero() && slices.Contains(f.Experts, a.ExpertID):
		return OfficeDocking
	case a.Has(RoleAdmin):
		return OfficeAdmin
	}
	return ""
}
