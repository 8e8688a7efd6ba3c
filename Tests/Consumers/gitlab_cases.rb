# junit.xml as GitLab reads it: ActiveSupport's conversion of XML to a hash, over Nokogiri, then the
# cases out of the hash, failure before error before skipped. Prints them as JSON.
#   gitlab_cases.rb FILE
require 'json'
require 'logger'
require 'active_support'
require 'active_support/core_ext/hash'
ActiveSupport::XmlMini.backend = 'Nokogiri'

def each(value)
  value.nil? ? [] : [value].flatten(1)
end

root = Hash.from_xml(File.read(ARGV[0]))
cases = each(root.dig('testsuites', 'testsuite')).flat_map do |suite|
  raise "the suite became #{suite.class}" unless suite.is_a?(Hash)

  each(suite['testcase']).map do |item|
    raise "a case became #{item.class}" unless item.is_a?(Hash)

    state = %w[failure error skipped].find { |name| item.key?(name) }
    { suite: suite['name'], class: item['classname'], name: item['name'], time: item['time'],
      state: state || 'passed', text: state && item[state] }
  end
end
puts JSON.generate(cases)
