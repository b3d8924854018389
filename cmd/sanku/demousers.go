package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"sanku/api"
	"sanku/domain"
	"sanku/seeds"
)

// credential is how one user of the demonstration signs in.
type credential struct {
	Role     domain.Role `json:"role"`
	Login    string      `json:"login"`
	Password string      `json:"password"`
}

// demoUsers makes one user of each role with a random password, once: the passwords
// are kept in a file under the data directory that only its owner can read, so that
// a later start can show them again.
func (a *app) demoUsers(ctx context.Context) ([]credential, error) {
	file := filepath.Join(a.config.Data, "demo-credentials.json")
	var known []credential
	b, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(b, &known)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if ok, err := a.haveUsers(ctx, known); err != nil || ok {
		return known, err
	}
	made, err := a.makeDemoUsers(ctx)
	if err != nil {
		return nil, err
	}
	b, err = json.MarshalIndent(made, "", "  ")
	if err != nil {
		return nil, err
	}
	return made, os.WriteFile(file, b, 0o600)
}

// haveUsers reports whether every user of the file is in this database.
func (a *app) haveUsers(ctx context.Context, known []credential) (bool, error) {
	for _, c := range known {
		_, err := a.db.AccountByLogin(ctx, c.Login)
		if errors.Is(err, domain.ErrNotFound) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
	return len(known) > 0, nil
}

// makeDemoUsers makes the users, or gives new passwords to those that are there.
func (a *app) makeDemoUsers(ctx context.Context) ([]credential, error) {
	users, err := a.demoPeople(ctx)
	if err != nil {
		return nil, err
	}
	var made []credential
	for _, u := range users {
		password, err := a.makeOrReset(ctx, u)
		if err != nil {
			return nil, fmt.Errorf("user %s: %w", u.Login, err)
		}
		made = append(made, credential{u.Roles[0], u.Login, password})
	}
	return made, nil
}

func (a *app) makeOrReset(ctx context.Context, u domain.User) (string, error) {
	account, err := a.db.AccountByLogin(ctx, u.Login)
	if errors.Is(err, domain.ErrNotFound) {
		_, password, err := api.MakeUser(ctx, a.db, domain.System("demo"), u)
		return password, err
	}
	if err != nil {
		return "", err
	}
	return api.ResetPassword(ctx, a.db, domain.System("demo"), account.ID)
}

// demoPeople are one user of each role, attached to those records of the sample data that
// have most to show: dockings under way, contracts, and an invitation to answer.
func (a *app) demoPeople(ctx context.Context) ([]domain.User, error) {
	ids, err := seeds.SampleRecords(ctx, a.db)
	if err != nil {
		return nil, err
	}
	steward, err := a.db.Expert(ctx, domain.System("demo"), ids["exp-s-19"])
	if err != nil {
		return nil, fmt.Errorf("the sample's steward: %w", err)
	}
	return []domain.User{
		{Login: "enterprise", Name: "示例企业用户", Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: ids["ent-25"]},
		{Login: "university", Name: "示例高校用户", Roles: []domain.Role{domain.RoleUniversity}, OrganisationID: ids["uni-03"]},
		{Login: "expert", Name: "示例专家用户", Roles: []domain.Role{domain.RoleExpert}, ExpertID: ids["exp-t-19"]},
		{Login: "steward", Name: "示例管家用户", Roles: []domain.Role{domain.RoleSteward}, Area: steward.Area, ExpertID: steward.ID},
		{Login: "liaison", Name: "示例联络员", Roles: []domain.Role{domain.RoleLiaison}, Unit: "kjj"},
		{Login: "bureau", Name: "示例科技局用户", Roles: []domain.Role{domain.RoleBureau}},
		{Login: "admin", Name: "示例管理员", Roles: []domain.Role{domain.RoleAdmin}},
	}, nil
}

func (c *console) credentials(url string, users []credential) {
	c.heading("服务 Serving")
	fmt.Fprintf(c.out, "%s\n接口文档 API document: %s/api/v1/docs\n\n", url, url)
	rows := [][]string{{"角色 role", "登录名 login", "密码 password"}}
	for _, u := range users {
		rows = append(rows, []string{domain.Roles.Name(string(u.Role)).ZH, u.Login, u.Password})
	}
	writeTable(c.out, rows)
	fmt.Fprintln(c.out, "\nCtrl-C 结束 ends it.")
}
