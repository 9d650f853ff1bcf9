# PROJ looks its CRS up in the database inside the binary and nowhere else:
# a PROJ_DATA set by conda, QGIS or pyproj points at another version's files.
set(EMBED_RESOURCE_FILES ON CACHE BOOL "" FORCE)
set(USE_ONLY_EMBEDDED_RESOURCE_FILES ON CACHE BOOL "" FORCE)
