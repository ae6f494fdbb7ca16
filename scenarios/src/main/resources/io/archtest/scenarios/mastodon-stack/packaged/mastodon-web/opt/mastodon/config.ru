# frozen_string_literal: true

require_relative 'lib/standin'
require_relative 'lib/standin/web'

Standin::Environment.check!
Standin.announce('web')
# Like the real one: no start without PostgreSQL, but Redis may come later.
Standin::Database.query('SELECT 1')
Standin::Database.disconnect

run Standin::Web.stack
