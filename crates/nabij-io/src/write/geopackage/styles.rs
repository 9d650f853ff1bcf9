//! The table `layer_styles`, in which QGIS looks for the styles of layers.

use rusqlite::{Connection, params};

use super::LAST_CHANGE;
use crate::write::LayerStyle;

/// As QGIS makes it.
const TABLE: &str = "
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  f_table_catalog TEXT(256),
  f_table_schema TEXT(256),
  f_table_name TEXT(256),
  f_geometry_column TEXT(256),
  styleName TEXT(30),
  styleQML TEXT,
  styleSLD TEXT,
  useAsDefault BOOLEAN,
  description TEXT,
  owner TEXT(30),
  ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)
VALUES ('layer_styles', 'attributes', 'layer_styles', '', '1970-01-01T00:00:00.000Z');
";

/// Writes the styles, each with the geometry column of its layer; no table where there are none.
pub(super) fn write(db: &Connection, styles: &[(LayerStyle, String)]) -> rusqlite::Result<()> {
    if styles.is_empty() {
        return Ok(());
    }
    db.execute_batch(TABLE)?;
    let mut last = "";
    for (style, geometry) in styles {
        let is_default = last != style.layer;
        last = &style.layer;
        db.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,
               f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description,
               owner, update_time)
             VALUES ('', '', ?1, ?2, ?3, ?4, '', ?5, '', '', ?6)",
            params![
                style.layer,
                geometry,
                style.name,
                style.qml,
                is_default,
                LAST_CHANGE
            ],
        )?;
    }
    Ok(())
}
