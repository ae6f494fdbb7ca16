# frozen_string_literal: true

require 'yaml'

module Standin
  # Table `settings`: one YAML scalar per name, as tootctl writes it and web reads it.
  module Settings
    module_function

    def registrations_mode = get('registrations_mode') || 'none'

    def registrations_open? = registrations_mode == 'open'

    def get(name)
      text = Database.value('SELECT value FROM settings WHERE var = $1 AND thing_id IS NULL', [name])
      text && YAML.safe_load(text)
    end

    def set(name, value)
      Database.query(<<~SQL, [name, YAML.dump(value)])
        INSERT INTO settings (var, value, created_at, updated_at) VALUES ($1, $2, now(), now())
        ON CONFLICT (var) WHERE thing_id IS NULL DO UPDATE SET value = excluded.value, updated_at = now()
      SQL
    end
  end
end
