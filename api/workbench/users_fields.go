package workbench

import (
	"sanku/domain"
	"sanku/domain/postgres"
)

// userFields asks for what an administrator says of a user.
func (v *visit) userFields(f *form, u *domain.User) error {
	areas, err := v.areas()
	if err != nil {
		return err
	}
	units, err := v.DB.Units(v.r.Context())
	var among domain.Terms
	for _, unit := range units {
		among = append(among, domain.Term{Code: unit.Code, Name: unit.Name})
	}
	var roles []string
	for _, r := range u.Roles {
		roles = append(roles, string(r))
	}
	f.text(&u.Name, "name", "姓名", "Name").required()
	f.boxes(&roles, "roles", "角色", "Roles", domain.Roles).required()
	f.organisation(&u.OrganisationID, "organisation_id", "所属单位", "Organisation", postgres.OrganisationFilter{}).first("企业、高校用户必填", "For enterprises and universities")
	f.choice(&u.Area, "area", "负责区域", "Area", areas).hint("政府管家必填", "For stewards")
	f.choice(&u.Unit, "unit", "责任单位", "Unit", among).hint("联络员必填", "For liaisons")
	f.expert(&u.ExpertID, "expert_id", "专家档案", "Expert", postgres.ExpertFilter{}).first("专家、管家用户必填", "For experts and stewards")
	u.Roles = nil
	for _, r := range roles {
		u.Roles = append(u.Roles, domain.Role(r))
	}
	return err
}
