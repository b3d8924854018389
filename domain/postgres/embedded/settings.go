package embedded

import (
	"io"
	"maps"
	"path/filepath"

	embeddedpostgres "github.com/fergusstrange/embedded-postgres"
)

// configuration is common to every start; the library counts versions by
// three numbers. Its log says nothing that the server's own does not, and its errors
// bring their text along.
func (c *cluster) configuration(port int, version string) embeddedpostgres.Config {
	config := embeddedpostgres.DefaultConfig().
		Version(embeddedpostgres.PostgresVersion(version + ".0")).
		Port(uint32(port)).Username(role).Password(c.password).Database("postgres").
		Logger(io.Discard)
	if c.Repository != "" {
		config = config.BinaryRepositoryURL(c.Repository)
	}
	return config
}

// settings are given at every start, so that they hold for clusters made long ago.
// Errors are logged tersely because their details quote values of rows, which may be
// personal. JIT costs more than it gains on queries as short as ours.
func (c *cluster) settings() map[string]string {
	s := map[string]string{
		"listen_addresses":         "127.0.0.1",
		"unix_socket_directories":  "",
		"password_encryption":      "scram-sha-256",
		"timezone":                 "UTC",
		"log_timezone":             "UTC",
		"log_error_verbosity":      "terse",
		"logging_collector":        "on",
		"log_directory":            filepath.Join("..", filepath.Base(c.at.log())),
		"log_filename":             "postgresql-%a.log",
		"log_truncate_on_rotation": "on",
		"log_rotation_age":         "1d",
		"log_rotation_size":        "0",
		"jit":                      "off",
	}
	if c.Temporary {
		maps.Copy(s, map[string]string{"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"})
	}
	maps.Copy(s, c.Settings)
	return s
}
