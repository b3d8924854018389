package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"sanku/api"
	"sanku/domain"
	"sanku/domain/postgres"
)

type userCommand struct {
	Add     userAdd     `cmd:"" help:"Add a user with a fresh random password, which is printed once."`
	List    userList    `cmd:"" help:"List the users."`
	Passwd  userPasswd  `cmd:"" help:"Give a user a fresh random password, which is printed once."`
	Enable  userEnable  `cmd:"" help:"Let a user sign in again."`
	Disable userDisable `cmd:"" help:"Stop a user's sign-in, sessions and tokens at once."`
}

// operator is who acts from the command line: whoever may run the program may do
// everything, and the audit trail says that it was done here.
func operator() domain.Actor { return domain.System("command-line") }

type userAdd struct {
	Login        string    `arg:"" help:"Login: 3 to 64 of a-z 0-9 . _ @ -"`
	Name         string    `required:"" help:"Name shown to others."`
	Role         []string  `required:"" enum:"enterprise,university,expert,steward,liaison,bureau,admin" help:"Role; may be given several times."`
	Organisation domain.ID `help:"Organisation the user acts for." placeholder:"ID"`
	Area         string    `help:"A steward's area." placeholder:"CODE"`
	Unit         string    `help:"A liaison's unit." placeholder:"CODE"`
	Expert       domain.ID `help:"The expert's record." placeholder:"ID"`
}

// Run adds the user.
func (u *userAdd) Run(ctx context.Context, config *Config, console *console) error {
	user := domain.User{Login: u.Login, Name: u.Name, OrganisationID: u.Organisation, Area: u.Area, Unit: u.Unit, ExpertID: u.Expert}
	for _, r := range u.Role {
		user.Roles = append(user.Roles, domain.Role(r))
	}
	return config.with(ctx, console, func(a *app) error {
		_, password, err := api.MakeUser(ctx, a.db, operator(), user)
		if err == nil {
			fmt.Fprintf(console.out, "login     %s\npassword  %s\n", u.Login, password)
		}
		return err
	})
}

type userList struct{}

// Run lists the users.
func (*userList) Run(ctx context.Context, config *Config, console *console) error {
	return config.with(ctx, console, func(a *app) error {
		w := tabwriter.NewWriter(console.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "LOGIN\tNAME\tROLES\tAREA\tUNIT\tDISABLED")
		page := postgres.Page{Limit: postgres.MaxLimit}
		for {
			users, err := a.db.Users(ctx, operator(), postgres.UserFilter{}, page)
			if err != nil {
				return err
			}
			for _, u := range users.Items {
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%v\n", u.Login, u.Name, rolesOf(u), u.Area, u.Unit, u.Disabled)
			}
			if page.After = users.Next; page.After == "" {
				return w.Flush()
			}
		}
	})
}

func rolesOf(u domain.User) string {
	var roles []string
	for _, r := range u.Roles {
		roles = append(roles, string(r))
	}
	return strings.Join(roles, ",")
}

type userPasswd struct {
	Login string `arg:"" help:"Login of the user."`
}

// Run resets the password.
func (p *userPasswd) Run(ctx context.Context, config *Config, console *console) error {
	return config.withUser(ctx, console, p.Login, func(a *app, u domain.User) error {
		password, err := api.ResetPassword(ctx, a.db, operator(), u.ID)
		if err == nil {
			fmt.Fprintf(console.out, "login     %s\npassword  %s\n", u.Login, password)
		}
		return err
	})
}

type userDisable struct {
	Login string `arg:"" help:"Login of the user."`
}

// Run disables the user.
func (d *userDisable) Run(ctx context.Context, config *Config, console *console) error {
	return config.setDisabled(ctx, console, d.Login, true)
}

type userEnable struct {
	Login string `arg:"" help:"Login of the user."`
}

// Run enables the user.
func (e *userEnable) Run(ctx context.Context, config *Config, console *console) error {
	return config.setDisabled(ctx, console, e.Login, false)
}

func (c *Config) setDisabled(ctx context.Context, console *console, login string, disabled bool) error {
	return c.withUser(ctx, console, login, func(a *app, u domain.User) error {
		_, err := a.db.ChangeUser(ctx, operator(), u.ID, u.Version, func(u *domain.User) error {
			u.Disabled = disabled
			return nil
		})
		return err
	})
}

func (c *Config) withUser(ctx context.Context, console *console, login string, fn func(*app, domain.User) error) error {
	return c.with(ctx, console, func(a *app) error {
		account, err := a.db.AccountByLogin(ctx, login)
		if err != nil {
			return fmt.Errorf("%s: %w", login, err)
		}
		return fn(a, account.User)
	})
}
