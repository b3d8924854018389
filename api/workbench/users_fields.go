package workbench

import (
	"sanku/domain"
	"sanku/domain/postgres"
)

// partyNames are the names by which an administrator says whom a user acts for.
type partyNames struct{ organisation, expert string }

// userFields asks for what an administrator says of a user.
func (v *visit) userFields(f *form, u *domain.User) (*partyNames, error) {
	ctx := v.r.Context()
	named := &partyNames{}
	if !u.OrganisationID.IsZero() {
		o, err := v.DB.Organisation(ctx, v.actor, u.OrganisationID)
		if err != nil {
			return nil, err
		}
		named.organisation = o.Name
	}
	if !u.ExpertID.IsZero() {
		e, err := v.DB.Expert(ctx, v.actor, u.ExpertID)
		if err != nil {
			return nil, err
		}
		named.expert = e.Name
	}
	areas, err := v.areas()
	if err != nil {
		return nil, err
	}
	units, err := v.DB.Units(ctx)
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
	f.text(&named.organisation, "organisation_id", "所属单位", "Organisation").hint("企业、高校用户必填：单位全称，须已登记", "For enterprises and universities: its full name, as it is in the list")
	f.choice(&u.Area, "area", "负责区域", "Area", areas).hint("政府管家必填", "For stewards")
	f.choice(&u.Unit, "unit", "责任单位", "Unit", among).hint("联络员必填", "For liaisons")
	f.text(&named.expert, "expert_id", "专家档案", "Expert").hint("专家、管家填写：专家库中的姓名", "For experts and stewards: the name in the library of experts")
	u.Roles = nil
	for _, r := range roles {
		u.Roles = append(u.Roles, domain.Role(r))
	}
	return named, err
}

// nameUser finds whom the names are of.
func (v *visit) nameUser(u *domain.User, named *partyNames) (err error) {
	if u.OrganisationID, err = v.organisationNamed(named.organisation); err != nil {
		return err
	}
	kept := u.ExpertID
	if u.ExpertID = (domain.ID{}); named.expert == "" {
		return nil
	}
	found, err := v.DB.Experts(v.r.Context(), v.actor, postgres.ExpertFilter{Name: named.expert}, postgres.Page{Limit: postgres.MaxLimit})
	if err != nil {
		return err
	}
	n := 0
	for _, e := range found.Items {
		if e.Name == named.expert {
			n++
			if u.ExpertID.IsZero() || e.ID == kept {
				u.ExpertID = e.ID
			}
		}
	}
	switch {
	case n == 0:
		return domain.Invalid("expert_id", "专家库中没有这个姓名", "no expert has this name")
	case n > 1 && u.ExpertID != kept:
		return domain.Invalid("expert_id", "有多位同名专家，请先在专家库中区分", "several experts have this name")
	}
	return nil
}
